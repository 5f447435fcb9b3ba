using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>A centre accepts, picks, packs, ships, falls short, cancels. Its events may come late, twice or in any sequence.</summary>
public static class CentreStep
{
    /// <summary>Versions of a release that are remembered as heard.</summary>
    private const int MostHeard = 20;

    /// <summary>Whether the message may lead to goods being sought in the centres, which must know their stock.</summary>
    public static bool MayAllocate(Order order, InboxMessage message, IReadOnlyList<CanonicalEvent> events) =>
        message.Kind == TowerMessages.Reallocate || order.Lines.Exists(part => part.State <= LineState.Confirmed || part.State == LineState.ShortPicked) || events.Any(it => it is GoodsShortPicked or FulfilmentStated);

    public static void Accepted(OrderTurn turn, FulfilmentAccepted accepted)
    {
        if (!IsNews(turn, accepted.Centre, accepted.Release, accepted)) return;
        Told(turn, accepted.Centre, "accepted", accepted);
        // It accepts what it was asked for; what it has given back since, or could not find, is no disagreement.
        foreach (var line in accepted.Lines)
            turn.Move(Trigger.CentreAccepted, line.LineNo, line.Quantity, part => part.Centre == accepted.Centre && part.Release == accepted.Release, detail: accepted.FulfilmentId);
        Meet(turn, accepted.Centre);
    }

    public static void Picked(OrderTurn turn, GoodsPicked picked)
    {
        if (!IsNews(turn, picked.Centre, picked.Release, picked)) return;
        Told(turn, picked.Centre, "picked", picked);
        MoveLines(turn, Trigger.Picked, picked.Centre, picked.Release, picked.Lines, picked.FulfilmentId);
        Meet(turn, picked.Centre);
    }

    public static void Packed(OrderTurn turn, GoodsPacked packed)
    {
        if (!IsNews(turn, packed.Centre, packed.Release, packed)) return;
        Told(turn, packed.Centre, "packed", packed);
        MoveLines(turn, Trigger.Packed, packed.Centre, packed.Release, packed.Lines, packed.FulfilmentId);
        Meet(turn, packed.Centre);
    }

    public static void Shipped(OrderTurn turn, ParcelShipped shipped)
    {
        Ship(turn, shipped);
        ReturnStep.ReturnWhatWasCancelledTooLate(turn);
    }

    private static void Ship(OrderTurn turn, ParcelShipped shipped)
    {
        var order = turn.Order;
        // A parcel that is known already was told of in another message: stating it twice must not ship twice.
        if (order.Parcels.Exists(parcel => parcel.Centre == shipped.Centre && parcel.ParcelId == shipped.Parcel.Id)) return;
        Told(turn, shipped.Centre, "shipped", shipped);
        order.Parcels.Add(new Data.Model.Parcel
        {
            OrderKey = order.Key,
            Centre = shipped.Centre,
            ParcelId = shipped.Parcel.Id,
            Carrier = shipped.Parcel.Carrier,
            TrackingNumber = shipped.Parcel.TrackingNumber,
            TrackingUrl = shipped.Parcel.TrackingUrl,
            ShippedAt = shipped.At,
            Lines = CanonicalJson.Write(shipped.Lines),
        });
        turn.Know(shipped.Centre, "tracking", shipped.Parcel.TrackingNumber);
        MoveLines(turn, Trigger.Shipped, shipped.Centre, shipped.Release, shipped.Lines, $"{shipped.Parcel.Carrier} {shipped.Parcel.TrackingNumber}", part => part.ParcelId = shipped.Parcel.Id);
        order.ShippedAt ??= turn.Now;
        Meet(turn, shipped.Centre);
        TellOthers(turn, shipped);
    }

    public static void ShortPicked(OrderTurn turn, GoodsShortPicked found)
    {
        if (!IsNews(turn, found.Centre, found.Release, found)) return;
        Told(turn, found.Centre, "short-picked", found);
        FallShort(turn, found.Centre, found.Release, found.FulfilmentId, found.Missing);
    }

    /// <summary>
    /// The centre was asked because it had been silent: what its events would have told is made up for, and those of them that come after all are no news.
    /// </summary>
    public static void Stated(OrderTurn turn, FulfilmentStated stated)
    {
        Told(turn, stated.Centre, stated.Status, stated);
        if (stated.Version is { } version) Hear(turn, stated.Centre, stated.Release, Enumerable.Range(1, MostHeard).Select(back => version - MostHeard + back).Where(earlier => earlier > 0));
        FallShort(turn, stated.Centre, stated.Release, stated.FulfilmentId, Quantities(line => line.Missing - Short(turn, stated.Centre, stated.Release, line.LineNo)));
        // What the tower has in this release and the centre no longer means to send was cancelled there; so before anything is taken for sent.
        GiveBack(turn, stated.Centre, stated.Release, stated.FulfilmentId, Quantities(line => Held(line.LineNo) - line.Wanted + line.Missing));
        MoveLines(turn, Trigger.CentreAccepted, stated.Centre, stated.Release, Quantities(line => line.Wanted), stated.FulfilmentId);
        MoveLines(turn, Trigger.Picked, stated.Centre, stated.Release, Quantities(line => line.Picked), stated.FulfilmentId);
        MoveLines(turn, Trigger.Packed, stated.Centre, stated.Release, Quantities(line => line.Packed), stated.FulfilmentId);
        foreach (var parcel in stated.Parcels) Ship(turn, parcel);
        Meet(turn, stated.Centre);
        // Once for all parcels: under one message a return is asked for once.
        ReturnStep.ReturnWhatWasCancelledTooLate(turn);

        List<LineQuantity> Quantities(Func<LineProgress, decimal> quantity) => [.. stated.Lines.Select(line => new LineQuantity(line.LineNo, quantity(line))).Where(line => line.Quantity > 0)];

        decimal Held(int lineNo) =>
            turn.Order.Lines.Where(part => part.LineNo == lineNo && part.Centre == stated.Centre && part.Release == stated.Release && (IsAwaited(part) || Journey.Gone.Contains(part.State))).Sum(part => part.Quantity);
    }

    /// <summary>Looks for the missing goods again.</summary>
    public static void Reallocate(OrderTurn turn)
    {
        if (turn.MoveAll(Trigger.Reallocate) == 0) return;
        turn.Settle(CaseBook.OrderSubject(turn.Order.Key, CaseMatters.ShortPick), "The missing goods were released again.");
        ErpStep.ReleaseConfirmed(turn);
    }

    public static void Cancelled(OrderTurn turn, FulfilmentCancelled cancelled)
    {
        if (!IsNews(turn, cancelled.Centre, cancelled.Release, cancelled)) return;
        Told(turn, cancelled.Centre, "cancelled", cancelled);
        GiveBack(turn, cancelled.Centre, cancelled.Release, cancelled.FulfilmentId, cancelled.Lines);
    }

    private static void GiveBack(OrderTurn turn, string centre, string release, string fulfilmentId, IReadOnlyList<LineQuantity> lines)
    {
        var before = CancelledQuantity(turn);
        foreach (var line in lines)
        {
            // What somebody asked to cancel goes first, even where another such call was refused meanwhile; else a wanted piece would go and the unwanted one come back.
            var left = turn.Move(Trigger.CentreCancelled, line.LineNo, line.Quantity, part => part.Rma is not null && IsThere(part), part => part.Rma = null, fulfilmentId);
            if (left > 0) turn.Move(Trigger.CentreCancelled, line.LineNo, left, IsThere, detail: fulfilmentId);
        }

        Meet(turn, centre);
        if (CancelledQuantity(turn) != before) PlacedStep.AskErpToAmend(turn);

        bool IsThere(OrderLine part) => part.Centre == centre && part.Release == release;
    }

    private static void FallShort(OrderTurn turn, string centre, string release, string fulfilmentId, IReadOnlyList<LineQuantity> missed)
    {
        var before = turn.Order.Lines.Where(part => part.State == LineState.ShortPicked).Sum(part => part.Quantity);
        // Kept, because it is told cumulatively when the centre is asked, and the goods themselves may be in another release by then.
        foreach (var line in missed)
            turn.Claim(centre, ShortField(release), (Short(turn, centre, release, line.LineNo) + line.Quantity).ToString(CultureInfo.InvariantCulture), 0, line.LineNo);
        MoveLines(turn, Trigger.ShortPicked, centre, release, missed, fulfilmentId);
        Meet(turn, centre);
        // What the customer no longer wants need not be looked for.
        if (turn.MoveAll(Trigger.Cancel, part => part.State == LineState.ShortPicked && part.Rma is not null, part => part.Rma = null) > 0) PlacedStep.AskErpToAmend(turn);
        var missing = turn.Order.Lines.Where(part => part.State == LineState.ShortPicked).ToList();
        if (missing.Sum(part => part.Quantity) == before) return;
        if (Elsewhere(turn, centre, missing))
        {
            Reallocate(turn);
            return;
        }

        turn.Open(turn.Context.Cases.Order(turn.Order, CaseKind.Rejected, Remedy.Reallocate, Domains.Inventory, centre, CaseMatters.ShortPick, $"{centre} could not find what it should send",
            "Missing: " + string.Join(", ", missing.Select(part => FormattableString.Invariant($"{part.Quantity:0.##} × {part.Sku}"))) + ". Retry once stock has arrived, or cancel these quantities."));
    }

    private static decimal Short(OrderTurn turn, string centre, string release, int lineNo) =>
        turn.Order.Claims.Find(claim => claim.LineNo == lineNo && claim.Field == ShortField(release) && claim.System == centre) is { } told ? decimal.Parse(told.Value, CultureInfo.InvariantCulture) : 0;

    private static string ShortField(string release) => $"short of release {release}";

    private static decimal CancelledQuantity(OrderTurn turn) => turn.Order.Lines.Where(part => part.State == LineState.Cancelled).Sum(part => part.Quantity);

    private static bool Elsewhere(OrderTurn turn, string notHere, List<OrderLine> missing)
    {
        // What the centre just failed to find is not there, whatever its last stock statement said.
        foreach (var part in missing)
            if (turn.Context.Work.Stocks.TryGetValue((part.Sku, notHere), out var stock)) stock.Available = 0;
        return missing.TrueForAll(part => turn.Context.Systems.Centres.Any(centre => centre != notHere && (turn.Context.Work.Stocks.GetValueOrDefault((part.Sku, centre))?.Available ?? 0) >= part.Quantity));
    }

    private static void TellOthers(OrderTurn turn, ParcelShipped shipped)
    {
        var order = turn.Order;
        if (turn.Context.Systems.Erp is { } erp)
        {
            var toDate = order.Lines.Where(part => Journey.Gone.Contains(part.State)).GroupBy(part => part.LineNo).Select(line => new LineQuantity(line.Key, line.Sum(part => part.Quantity))).ToList();
            turn.Ask(erp, Operations.PostShipment, new PostShipmentCommand(order.Number, toDate), "post-shipment");
            turn.Expect(ExpectedSteps.Invoice, erp);
        }

        if (!turn.Context.Systems.Can(order.Origin, Operations.WriteShipment)) return;
        turn.Ask(order.Origin, Operations.WriteShipment, new WriteShipmentCommand(order.Number, shipped.Parcel, shipped.Lines.Select(line =>
        {
            var part = order.Lines.First(p => p.LineNo == line.LineNo);
            return new ShippedLine(line.LineNo, part.Reference, part.Sku, line.Quantity);
        }).ToList()), name: shipped.Parcel.Id);
    }

    private static void MoveLines(OrderTurn turn, Trigger trigger, string centre, string release, IReadOnlyList<LineQuantity> lines, string detail, Action<OrderLine>? stamp = null)
    {
        foreach (var line in lines)
        {
            var unmet = turn.Move(trigger, line.LineNo, line.Quantity, part => part.Centre == centre && part.Release == release, stamp, detail);
            // The earlier steps of a release may be told after what became of it; only goods that left without being asked for are a disagreement.
            if (unmet <= 0 || trigger != Trigger.Shipped) continue;
            turn.Open(turn.Context.Cases.Order(turn.Order, CaseKind.Disagreement, Remedy.None, Domains.Shipment, centre, $"{CaseMatters.Shipped}:{centre}:{release}".ToLowerInvariant(),
                $"{centre} tells of more than it was asked for",
                FormattableString.Invariant($"{trigger}: line {line.LineNo}, {unmet:0.##} more than release {release} holds. Compare the order with the centre.")));
        }
    }

    /// <summary>The centre owes no answer when nothing waits for one, and no shipment when nothing of the order is left there, whichever way it left.</summary>
    private static void Meet(OrderTurn turn, string centre)
    {
        var there = turn.Order.Lines.Where(part => part.Centre == centre).ToList();
        if (!there.Exists(part => part.State == LineState.Releasing)) turn.Met(ExpectedSteps.CentreAccepts + ":" + centre);
        if (!there.Exists(IsAwaited)) turn.Met(ExpectedSteps.Shipping + ":" + centre);
    }

    private static bool IsAwaited(OrderLine part) => part.State is LineState.Releasing or LineState.Released or LineState.Picked or LineState.Packed or LineState.Cancelling;

    /// <summary>Name of the claim that remembers a release: that it was asked for, and the versions of it that the centre told of.</summary>
    internal static string ReleaseField(string release) => $"release {release}";

    /// <summary>
    /// False when this event of the release was heard before: the answer to a call and the webhook that it causes tell the same, and a person may
    /// replay a message. The versions heard are kept as a claim, for quantities alone cannot tell a repeat from more of the same.
    /// </summary>
    private static bool IsNews(OrderTurn turn, string centre, string release, CanonicalEvent told)
    {
        if (told.Version is not { } version) return true;
        if (Heard(turn, centre, release).Contains(Word(version))) return false;
        Hear(turn, centre, release, [version]);
        return true;
    }

    private static void Hear(OrderTurn turn, string centre, string release, IEnumerable<long> versions) =>
        turn.Claim(centre, ReleaseField(release), string.Join(' ', Heard(turn, centre, release).Union(versions.Select(Word)).TakeLast(MostHeard)), 0);

    private static string[] Heard(OrderTurn turn, string centre, string release)
    {
        var field = ReleaseField(release);
        return turn.Order.Claims.Find(claim => claim.LineNo == 0 && claim.Field == field && claim.System == centre)?.Value.Split(' ') ?? [];
    }

    private static string Word(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static void Told(OrderTurn turn, string centre, string status, CanonicalEvent told) => turn.Claim(centre, "status", status, told.Version ?? told.At.UtcTicks);
}
