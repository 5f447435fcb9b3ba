using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using Shouldly;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>
/// An ERP, two centres and a customer as simple as can be, with books of their own. What they tell lies in a pool from which chance draws, with
/// repeats and losses, so that every sequence comes up that real systems and networks can produce. At the end the tower's order must agree with their books.
/// </summary>
internal sealed class SmallLandscape(int seed)
{
    private readonly Random _chance = new(seed);
    // With the fulfilment that it is about: what a centre sends may get lost.
    private readonly List<(Fulfilment? Of, Action Tell)> _post = [];
    private readonly HashSet<Fulfilment> _silent = [];
    private readonly Dictionary<int, (decimal Ordered, decimal Allocated, decimal Invoiced)> _erp = [];
    private readonly Dictionary<string, decimal> _credited = [];
    private readonly List<Fulfilment> _fulfilments = [];
    private readonly Dictionary<int, decimal> _unwanted = [];
    private decimal[] _placed = [];
    private long _erpVersion;
    private int _invoices, _parcels, _submissions, _shortPicks, _changesOfMind;

    public OrderBench Bench { get; } = new();

    public void Run()
    {
        _placed = [.. Enumerable.Range(0, _chance.Next(1, 5)).Select(_ => (decimal)_chance.Next(1, 9))];
        for (var line = 1; line <= _placed.Length; line++) Bench.Stock(OrderBench.East, line, _chance.Next(0, 12)).Stock(OrderBench.West, line, 1000);
        var placed = new OrderPlaced(OrderBench.Placed(_placed)) { At = Bench.Time.GetUtcNow(), Version = 1 };
        Bench.Hear(OrderBench.Origin, placed);
        Post(OrderBench.Origin, placed);
        for (var step = 0; Step(); step++) step.ShouldBeLessThan(5_000, "the order never comes to rest");
    }

    public void ShouldAgree()
    {
        _submissions.ShouldBe(1);
        for (var line = 1; line <= _placed.Length; line++)
        {
            var tale = $"seed {seed}, line {line}: {Bench.States(line)}";
            Bench.Sum(line).ShouldBe(_placed[line - 1], $"{tale}: quantity lost or doubled");
            var shipped = _fulfilments.Sum(it => it.Shipped.GetValueOrDefault(line));
            Bench.Order.Lines.Where(part => part.LineNo == line && Journey.Gone.Contains(part.State)).Sum(part => part.Quantity).ShouldBe(shipped, $"{tale}: shipped");
            _erp[line].Invoiced.ShouldBe(shipped, $"{tale}: invoiced");
            _erp[line].Ordered.ShouldBe(_placed[line - 1] - Bench.Sum(line, LineState.Cancelled), $"{tale}: what the ERP holds");
            Bench.Sum(line, LineState.Cancelled, LineState.Returned).ShouldBe(_unwanted.GetValueOrDefault(line), $"{tale}: no longer wanted");
            Bench.Sum(line, LineState.Closed, LineState.Cancelled, LineState.Returned).ShouldBe(_placed[line - 1], $"{tale}: at rest");
        }

        _credited.Values.Sum().ShouldBe(Enumerable.Range(1, _placed.Length).Sum(line => Bench.Sum(line, LineState.Returned)), $"seed {seed}: credited");
        Bench.Cases.Select(it => it.Title + " " + it.Detail).ShouldBeEmpty($"seed {seed}");
        Bench.Order.Expectations.Select(it => it.Step).ShouldBeEmpty($"seed {seed}: still awaited");
        Bench.Asked.Select(it => (it.System, it.IdempotencyKey)).ShouldBeUnique($"seed {seed}");
    }

    private bool Step()
    {
        var busy = _fulfilments.Where(it => it.Stage is not (Stage.Shipped or Stage.Cancelled)).ToList();
        var choices = new List<Action>();
        if (_post.Count > 0) choices.AddRange([Deliver, Deliver, Deliver]);
        foreach (var lane in Bench.Lanes.GroupBy(it => it.System).ToList()) choices.Add(() => Send(lane.First()));
        foreach (var it in busy) choices.Add(() => Advance(it));
        if (_erp.Any(it => it.Value.Allocated < it.Value.Ordered)) choices.Add(Restock);
        if (_changesOfMind < 2) choices.Add(ChangeMind);
        // A centre of which nothing was heard is asked, at the latest when nothing else happens any more.
        if (_silent.Count > 0 && (choices.Count == 0 || _chance.Next(10) == 0)) choices.Add(() => Ask(_silent.First()));
        if (choices.Count == 0) return false;
        choices[_chance.Next(choices.Count)]();
        return true;
    }

    private void Post(string system, CanonicalEvent it) => _post.Add((null, () => Bench.Hear(system, it)));

    private void Post(Fulfilment of, CanonicalEvent it) => _post.Add((of, () => Bench.Hear(of.Centre, it)));

    /// <summary>The answer tells the books as they are now, and may be heard when they are no longer so.</summary>
    private void Ask(Fulfilment it)
    {
        _silent.Remove(it);
        var stated = it.State(Bench.Time.GetUtcNow());
        _post.Add((null, () => Bench.Hear(it.Centre, stated)));
    }

    private void Deliver()
    {
        var index = _chance.Next(_post.Count);
        var (of, tell) = _post[index];
        if (of is not null && _chance.Next(6) == 0)
        {
            _post.RemoveAt(index);
            _silent.Add(of);
            return;
        }

        // Now and then a message comes again.
        if (_chance.Next(5) != 0) _post.RemoveAt(index);
        tell();
    }

    private void ChangeMind()
    {
        if (++_changesOfMind == 2 && _chance.Next(2) == 0) return;
        var lines = Enumerable.Range(1, _placed.Length).Select(line => new LineQuantity(line, _chance.Next(0, (int)(_placed[line - 1] - _unwanted.GetValueOrDefault(line)) + 1)))
            .Where(line => line.Quantity > 0).ToList();
        if (lines.Count == 0) return;
        foreach (var line in lines) _unwanted[line.LineNo] = _unwanted.GetValueOrDefault(line.LineNo) + line.Quantity;
        // Told once: a request carries no version, so the inbox alone keeps it from being heard twice.
        Bench.Hear(OrderBench.Origin, new CancelRequested(lines, "changed my mind") { At = Bench.Time.GetUtcNow() });
    }

    private void Send(OutboxMessage call)
    {
        Bench.Lanes.Remove(call);
        switch (call.Operation)
        {
            case Operations.SubmitOrder:
                _submissions++;
                foreach (var line in CanonicalJson.Read<SubmitOrderCommand>(call.Payload).Order.Lines) _erp[line.LineNo] = (line.Quantity, 0, 0);
                State(reviewed: false);
                foreach (var (line, held) in _erp.ToList()) _erp[line] = held with { Allocated = _chance.Next(3) == 0 ? _chance.Next(0, (int)held.Ordered + 1) : held.Ordered };
                State(reviewed: true);
                break;
            case Operations.AmendOrder:
                Amend(CanonicalJson.Read<AmendOrderCommand>(call.Payload).Lines);
                break;
            case Operations.CancelOrder:
                Amend([.. _erp.Keys.Select(line => new LineQuantity(line, 0))]);
                break;
            case Operations.PostShipment:
                Invoice(CanonicalJson.Read<PostShipmentCommand>(call.Payload).ShippedToDate);
                break;
            case Operations.CreditReturn:
                var credit = CanonicalJson.Read<CreditReturnCommand>(call.Payload);
                // A credit memo stands under the number of its return: the same number again is the same memo.
                _credited.TryAdd(credit.Rma, credit.Lines.Sum(line => line.Quantity));
                break;
            case Operations.Release:
                Release(call);
                break;
            case Operations.CancelRelease:
                CancelRelease(call);
                break;
            case Operations.ExpectReturn:
                var back = CanonicalJson.Read<ExpectReturnCommand>(call.Payload);
                Post(call.System, new GoodsReturned(call.System, back.Rma, [.. back.Lines.Select(line => new LineQuantity(line.LineNo, line.Quantity))]) { At = Bench.Time.GetUtcNow() });
                // What a centre found them to be may be heard before it is heard that they came.
                Post(call.System, new GoodsInspected(call.System, back.Rma, [.. back.Lines.Select(line => new InspectedLine(line.LineNo, line.Quantity, 0, 0))]) { At = Bench.Time.GetUtcNow() });
                break;
        }
    }

    private void State(bool reviewed) => Post(OrderBench.Erp, new ErpOrderStated("SO101", reviewed,
        [.. _erp.Select(it => new ErpLine(it.Key, it.Value.Ordered, reviewed ? it.Value.Allocated : 0, it.Value.Invoiced, it.Value.Invoiced))]) { At = Bench.Time.GetUtcNow(), Version = ++_erpVersion });

    private void Restock()
    {
        foreach (var (line, held) in _erp.ToList()) _erp[line] = held with { Allocated = held.Ordered };
        State(reviewed: true);
    }

    private void Amend(IReadOnlyList<LineQuantity> lines)
    {
        foreach (var line in lines)
        {
            var held = _erp[line.LineNo];
            line.Quantity.ShouldBeGreaterThanOrEqualTo(held.Invoiced);
            _erp[line.LineNo] = held with { Ordered = line.Quantity, Allocated = Math.Min(held.Allocated, line.Quantity) };
        }

        State(reviewed: true);
    }

    private void Invoice(IReadOnlyList<LineQuantity> shippedToDate)
    {
        var lines = shippedToDate.Select(line => new LineQuantity(line.LineNo, line.Quantity - _erp[line.LineNo].Invoiced)).Where(line => line.Quantity > 0).ToList();
        if (lines.Count == 0) return;
        foreach (var line in lines)
        {
            var held = _erp[line.LineNo];
            _erp[line.LineNo] = held with { Invoiced = held.Invoiced + line.Quantity };
            _erp[line.LineNo].Invoiced.ShouldBeLessThanOrEqualTo(held.Ordered, $"seed {seed}: more posted than ordered");
        }

        var number = $"INV{++_invoices}";
        List<InvoicedLine> asked = lines.ConvertAll(line => new InvoicedLine(line.LineNo, line.Quantity));
        Post(OrderBench.Erp, new InvoiceStated(number, 10, "GBP", false, false, asked) { At = Bench.Time.GetUtcNow(), Version = 1 });
        Post(OrderBench.Erp, new InvoiceStated(number, 10, "GBP", true, false, asked) { At = Bench.Time.GetUtcNow(), Version = 2 });
    }

    private void Release(OutboxMessage call)
    {
        var command = CanonicalJson.Read<ReleaseCommand>(call.Payload);
        _fulfilments.ShouldNotContain(it => it.Centre == call.System && it.Release == command.Release, $"seed {seed}: released twice");
        var it = new Fulfilment(call.System, command.Release, command.Lines.ToDictionary(line => line.LineNo, line => line.Quantity));
        _fulfilments.Add(it);
        var accepted = new FulfilmentAccepted(it.Centre, it.Release, it.Id, it.Lines()) { At = Bench.Time.GetUtcNow(), Version = ++it.Version };
        Post(it, accepted);
        _post.Add((null, () => Bench.Done(call, accepted)));
    }

    private void CancelRelease(OutboxMessage call)
    {
        var command = CanonicalJson.Read<CancelReleaseCommand>(call.Payload);
        var it = _fulfilments.Single(f => f.Centre == call.System && f.Release == command.Release);
        if (it.Stage != Stage.Accepted)
        {
            _post.Add((null, () => Bench.Refused(call, "already-picked")));
            return;
        }

        foreach (var line in command.Lines) (it.Held[line.LineNo], it.Wanted[line.LineNo]) = (it.Held[line.LineNo] - line.Quantity, it.Wanted[line.LineNo] - line.Quantity);
        it.Held.Values.ShouldAllBe(quantity => quantity >= 0, $"seed {seed}: more cancelled than released");
        if (it.Held.Values.Sum() == 0) it.Stage = Stage.Cancelled;
        Post(it, new FulfilmentCancelled(it.Centre, it.Release, it.Id, command.Lines) { At = Bench.Time.GetUtcNow(), Version = ++it.Version });
    }

    private void Advance(Fulfilment it)
    {
        switch (it.Stage)
        {
            case Stage.Accepted:
                Pick(it);
                break;
            case Stage.Picked:
                it.Stage = Stage.Packed;
                Post(it, new GoodsPacked(it.Centre, it.Release, it.Id, it.Lines()) { At = Bench.Time.GetUtcNow(), Version = ++it.Version });
                break;
            case Stage.Packed:
                Ship(it);
                break;
        }
    }

    private void Pick(Fulfilment it)
    {
        var missing = new List<LineQuantity>();
        if (_shortPicks == 0 && it.Centre == OrderBench.East && _chance.Next(2) == 0)
        {
            _shortPicks++;
            var (line, quantity) = it.Held.First(held => held.Value > 0);
            missing.Add(new LineQuantity(line, _chance.Next(1, (int)quantity + 1)));
            it.Held[line] -= missing[0].Quantity;
            it.Missing[line] = missing[0].Quantity;
        }

        it.Stage = it.Held.Values.Sum() == 0 ? Stage.Shipped : Stage.Picked;
        if (it.Stage == Stage.Picked) Post(it, new GoodsPicked(it.Centre, it.Release, it.Id, it.Lines()) { At = Bench.Time.GetUtcNow(), Version = ++it.Version });
        if (missing.Count > 0) Post(it, new GoodsShortPicked(it.Centre, it.Release, it.Id, missing) { At = Bench.Time.GetUtcNow(), Version = ++it.Version });
    }

    private void Ship(Fulfilment it)
    {
        var last = _chance.Next(2) == 0;
        var lines = it.Lines().Select(line => new LineQuantity(line.LineNo, last ? line.Quantity : _chance.Next(0, (int)line.Quantity + 1))).Where(line => line.Quantity > 0).ToList();
        if (lines.Count == 0) return;
        foreach (var line in lines)
        {
            it.Held[line.LineNo] -= line.Quantity;
            it.Shipped[line.LineNo] = it.Shipped.GetValueOrDefault(line.LineNo) + line.Quantity;
        }

        if (it.Held.Values.Sum() == 0) it.Stage = Stage.Shipped;
        var id = string.Create(CultureInfo.InvariantCulture, $"P{++_parcels}");
        var shipped = new ParcelShipped(it.Centre, it.Release, it.Id, new RetailTower.Engine.Canonical.Parcel(id, "DPD", null, "T" + id, null), lines) { At = Bench.Time.GetUtcNow(), Version = ++it.Version };
        it.Parcels.Add(shipped);
        Post(it, shipped);
    }

    private enum Stage
    {
        Accepted,
        Picked,
        Packed,
        Shipped,
        Cancelled,
    }

    private sealed class Fulfilment(string centre, string release, Dictionary<int, decimal> held)
    {
        public string Centre { get; } = centre;

        public string Release { get; } = release;

        public string Id => $"FO-{Centre}-{Release}";

        public Stage Stage { get; set; }

        public long Version { get; set; }

        /// <summary>What is to be sent and has not left, by line.</summary>
        public Dictionary<int, decimal> Held { get; } = held;

        public Dictionary<int, decimal> Shipped { get; } = [];

        /// <summary>What was taken on and not cancelled.</summary>
        public Dictionary<int, decimal> Wanted { get; } = new(held);

        public Dictionary<int, decimal> Missing { get; } = [];

        public List<ParcelShipped> Parcels { get; } = [];

        public FulfilmentStated State(DateTimeOffset at) => new(Centre, Release, Id, Stage.ToString(), [.. Wanted.Select(it => Progress(it.Key, it.Value))], [.. Parcels]) { At = at, Version = Version };

        private LineProgress Progress(int line, decimal wanted)
        {
            var (missing, found) = (Missing.GetValueOrDefault(line), wanted - Missing.GetValueOrDefault(line));
            return new(line, wanted, Stage is Stage.Picked or Stage.Packed or Stage.Shipped ? found : 0, Stage is Stage.Packed or Stage.Shipped ? found : 0, missing);
        }

        public IReadOnlyList<LineQuantity> Lines() => [.. Held.Where(it => it.Value > 0).Select(it => new LineQuantity(it.Key, it.Value))];
    }
}
