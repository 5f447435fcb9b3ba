using System.Globalization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>How often the warehouse falls short of its own stock figures, and how often it sends an order in several parcels; 0 to 1.</summary>
internal sealed record FloorHabits(double ShortPicks, double SeveralParcels);

/// <summary>
/// The work in the aisles: accept, pick, pack and ship, each step a while after the one before, and returns. What chance
/// decides about an order depends on the seed and the order alone, so that every run with the same orders is the same.
/// </summary>
internal sealed class Floor(string centre, Books books, SimulationScheduler scheduler, FloorHabits habits, int seed)
{
    private static readonly TimeSpan PickTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan PackTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShipTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReturnTime = TimeSpan.FromSeconds(2);
    private static readonly string[] Carriers = ["DPD", "DHL", "GLS"];

    private readonly string _letter = centre[(centre.IndexOf('-', StringComparison.Ordinal) + 1)..][..1].ToUpperInvariant();

    public string Id(FulfilmentOrder order) => $"FO-{_letter}-{order.Number}";

    public long? NumberOf(string id) =>
        id.StartsWith($"FO-{_letter}-", StringComparison.Ordinal) && long.TryParse(id.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public string Id(Return goods) => $"RT-{_letter}-{goods.Number}";

    public FulfilmentOrder Accept(string reference, string release, IEnumerable<(string Line, string Sku, int Quantity)> lines)
    {
        var order = books.Add(reference, release,
        [
            .. lines.Select(l => new Line
            {
                Number = l.Line, Sku = l.Sku, Ordered = l.Quantity, Quantity = l.Quantity, Reserved = books.Shelves.Reserve(l.Sku, l.Quantity),
            }),
        ]);
        Tell("fulfilment.accepted", order, order.Lines.Select(l => new Piece(l.Number, l.Sku, l.Quantity)));
        Resume(order);
        return order;
    }

    /// <summary>Schedules the next step of an order, whatever it is.</summary>
    public void Resume(FulfilmentOrder order)
    {
        switch (order.Status)
        {
            case FulfilmentOrder.Accepted:
                scheduler.After(PickTime, () => books.Work(() => Pick(order)));
                break;
            case FulfilmentOrder.Picked:
                scheduler.After(PackTime, () => books.Work(() => Pack(order)));
                break;
            case FulfilmentOrder.Packed or FulfilmentOrder.PartShipped:
                scheduler.After(ShipTime, () => books.Work(() => Ship(order)));
                break;
        }
    }

    /// <summary>Takes quantities off an order nobody has begun to pick; with all of them the order is cancelled.</summary>
    public void Cancel(FulfilmentOrder order, IReadOnlyList<(Line Line, int Quantity)> cut)
    {
        foreach (var (line, quantity) in cut)
        {
            line.Quantity -= quantity;
            var freed = Math.Max(0, line.Reserved - line.Quantity);
            books.Shelves.Release(line.Sku, freed);
            line.Reserved -= freed;
        }
        Advance(order, order.Lines.All(l => l.Quantity == 0) ? FulfilmentOrder.Cancelled : order.Status);
        Tell("fulfilment.cancelled", order, cut.Select(c => new Piece(c.Line.Number, c.Line.Sku, c.Quantity)));
    }

    public Return Expect(string reference, string rma, IReadOnlyList<Piece> lines)
    {
        var goods = new Return(Books.FirstReturn + books.Returns.Count, reference, rma, lines, Steps: 0);
        books.Returns.Add(goods);
        Resume(goods);
        return goods;
    }

    public void Resume(Return goods)
    {
        if (goods.Steps < 2 * Parcels(goods).Count) scheduler.After(ReturnTime, () => books.Work(() => Advance(goods)));
    }

    /// <summary>What the customer sends the goods with.</summary>
    public object Label(Return goods)
    {
        var carrier = Carriers[(int)(Chance(goods.Rma, "carrier") * Carriers.Length)];
        var tracking = $"{77_500_000_000 + (_letter[0] * 10_000_000L) + goods.Number}";
        return new { Carrier = carrier, TrackingNumber = tracking, TrackingUrl = $"https://track.{carrier.ToLowerInvariant()}.example/{tracking}" };
    }

    private void Advance(Return goods)
    {
        var parcel = Parcels(goods)[goods.Steps / 2];
        var looked = goods.Steps % 2 == 1;
        var next = books.Returns[(int)(goods.Number - Books.FirstReturn)] = goods with { Steps = goods.Steps + 1 };
        if (looked) Inspect(goods, parcel);
        else books.Note("return.received", goods.Reference, new { ReturnId = Id(goods), goods.Rma, goods.Reference, Centre = centre, Lines = parcel });
        Resume(next);
    }

    /// <summary>Most of what comes back is as new; some needs work, a little is lost.</summary>
    private void Inspect(Return goods, IReadOnlyList<Piece> parcel)
    {
        var lines = parcel.Select(piece =>
        {
            var luck = Enumerable.Range(0, piece.Quantity).Select(unit => Chance($"{goods.Rma}/{goods.Steps}/{piece.Line}/{unit}", "inspect")).ToList();
            return new { piece.Line, piece.Sku, Restock = luck.Count(it => it < 0.8), Refurbish = luck.Count(it => it is >= 0.8 and < 0.95), Scrap = luck.Count(it => it >= 0.95) };
        }).ToArray();
        foreach (var line in lines.Where(line => line.Restock > 0)) books.Shelves.Arrive(line.Sku, line.Restock);
        books.Note("return.inspected", goods.Reference, new { ReturnId = Id(goods), goods.Rma, goods.Reference, Centre = centre, Lines = lines });
    }

    /// <summary>Customers who were sent an order in several parcels are as likely to send it back in two.</summary>
    private List<IReadOnlyList<Piece>> Parcels(Return goods)
    {
        var first = goods.Lines.Sum(l => l.Quantity) / 2;
        if (first == 0 || Chance(goods.Rma, "return in parts") >= habits.SeveralParcels) return [goods.Lines];
        var (early, late) = (new List<Piece>(), new List<Piece>());
        foreach (var line in goods.Lines)
        {
            var taken = Math.Min(first - early.Sum(l => l.Quantity), line.Quantity);
            if (taken > 0) early.Add(line with { Quantity = taken });
            if (taken < line.Quantity) late.Add(line with { Quantity = line.Quantity - taken });
        }

        return [early, late];
    }

    private void Pick(FulfilmentOrder order)
    {
        if (order.Status != FulfilmentOrder.Accepted) return;
        // A seeded share of orders meets an empty bin: one unit of its last line cannot be found, whatever the books say.
        var unlucky = Chance(order, "short") < habits.ShortPicks ? order.Lines.LastOrDefault(l => l.Quantity > 0) : null;
        foreach (var line in order.Lines.Where(l => l.Quantity > 0))
        {
            var found = line.Reserved + books.Shelves.Reserve(line.Sku, line.Quantity - line.Reserved);
            var missing = line == unlucky && found > 0 ? 1 : 0;
            books.Shelves.Take(line.Sku, found, found - missing, missing);
            (line.Reserved, line.Picked) = (0, found - missing);
        }
        var picked = order.Lines.Where(l => l.Picked > 0).Select(l => new Piece(l.Number, l.Sku, l.Picked)).ToArray();
        if (picked.Length > 0)
        {
            Advance(order, FulfilmentOrder.Picked);
            Tell("fulfilment.picked", order, picked);
        }
        var shortages = order.Lines.Where(l => l.Picked < l.Quantity).Select(l => new { Line = l.Number, l.Sku, Ordered = l.Quantity, l.Picked }).ToArray();
        if (shortages.Length > 0)
        {
            Advance(order, picked.Length > 0 ? FulfilmentOrder.Picked : FulfilmentOrder.Short);
            Tell("fulfilment.short_picked", order, shortages);
        }
        Resume(order);
    }

    private void Pack(FulfilmentOrder order)
    {
        foreach (var line in order.Lines) line.Packed = line.Picked;
        foreach (var parcel in Parcels(order)) order.Packing.Enqueue(parcel);
        Advance(order, FulfilmentOrder.Packed);
        Tell("fulfilment.packed", order, order.Lines.Where(l => l.Packed > 0).Select(l => new Piece(l.Number, l.Sku, l.Packed)));
        Resume(order);
    }

    private void Ship(FulfilmentOrder order)
    {
        var pieces = order.Packing.Dequeue();
        foreach (var piece in pieces) order.Lines.First(l => l.Number == piece.Line).Shipped += piece.Quantity;
        var number = ++books.ParcelsSent;
        var carrier = Carriers[(int)(Chance(order, "carrier") * Carriers.Length)];
        var tracking = $"{15_500_000_000 + (_letter[0] * 10_000_000L) + number}";
        var parcel = new Parcel($"P-{_letter}-{2_000_000 + number}", carrier, "NextDay", tracking, $"https://track.{carrier.ToLowerInvariant()}.example/{tracking}", pieces);
        order.Parcels.Add(parcel);
        Advance(order, order.Packing.Count == 0 ? FulfilmentOrder.Shipped : FulfilmentOrder.PartShipped);
        Tell("fulfilment.shipped", order, pieces, new { parcel.Id, parcel.Carrier, parcel.Service, parcel.TrackingNumber, parcel.TrackingUrl });
        Resume(order);
    }

    /// <summary>Spreads the packed units over one parcel, or over two or three, in the order of the lines.</summary>
    private IEnumerable<Piece[]> Parcels(FulfilmentOrder order)
    {
        var units = order.Lines.Sum(l => l.Packed);
        var several = Chance(order, "parcels") < habits.SeveralParcels ? 2 + (int)(Chance(order, "third") * 2) : 1;
        var count = Math.Min(several, units);
        for (var parcel = 0; parcel < count; parcel++)
        {
            var (from, to) = ((int)((long)units * parcel / count), (int)((long)units * (parcel + 1) / count));
            var pieces = new List<Piece>();
            var passed = 0;
            foreach (var line in order.Lines)
            {
                var taken = Math.Min(to, passed + line.Packed) - Math.Max(from, passed);
                if (taken > 0) pieces.Add(new Piece(line.Number, line.Sku, taken));
                passed += line.Packed;
            }
            yield return [.. pieces];
        }
    }

    private void Advance(FulfilmentOrder order, string status)
    {
        order.Status = status;
        order.Version++;
        order.UpdatedAt = books.Now;
    }

    private void Tell<T>(string type, FulfilmentOrder order, IEnumerable<T> lines, object? parcel = null) => books.Note(type, order.Reference, new
    {
        FulfilmentOrderId = Id(order), order.Reference, order.Release, Centre = centre, order.Version, Lines = lines.ToArray(), Parcel = parcel,
    });

    private double Chance(FulfilmentOrder order, string question) => Chance($"{order.Reference}/{order.Release}", question);

    /// <summary>A number from 0 up to but not including 1, the same for the same thing and question (FNV-1a, then a final mix).</summary>
    private double Chance(string about, string question)
    {
        var hash = 14695981039346656037UL + (ulong)(uint)seed;
        foreach (var c in $"{centre}/{about}/{question}") hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return (hash ^ (hash >> 33)) / (ulong.MaxValue + 1.0);
    }
}
