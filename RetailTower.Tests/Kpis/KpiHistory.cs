using System.Globalization;
using RetailTower.Data.Model;

namespace RetailTower.Tests.Kpis;

/// <summary>Forty days of a shop with all that KPIs look at: late answers, exceptions of every end, deeds before and after an order's end, missed invoices, three currencies.</summary>
internal sealed class KpiHistory
{
    private static readonly string[] Origins = ["salesforce", "shopify", "market"], Currencies = ["GBP", "EUR", "SEK"];
    /// <summary>Two channels of one brand, and one of none.</summary>
    public static IReadOnlyDictionary<string, string> Brands { get; } = new Dictionary<string, string> { ["salesforce"] = "Alder", ["shopify"] = "Alder" };

    private static readonly string?[] Countries = ["GB", "DE", null];
    private readonly Random _random = new(20_261_127);

    private readonly List<(CaseEntry Entry, ExceptionCase Case)> _entries = [];
    private readonly List<(AuditEntry Entry, InboxMessage Message)> _deeds = [];
    private readonly List<(ComparisonTally Tally, Comparison Of)> _tallies = [];

    public List<Order> Orders { get; } = [];

    public List<OrderLine> Lines { get; } = [];

    public List<ExceptionCase> Cases { get; } = [];

    public List<Comparison> Comparisons { get; } = [];

    /// <summary>Figures of stock that storefronts were told.</summary>
    public List<OutboxMessage> Stock { get; } = [];

    /// <summary>What each comparison found, and when it ended.</summary>
    public IEnumerable<(ComparisonTally Tally, DateTimeOffset? FinishedAt)> Tallies => _tallies.Select(it => (it.Tally, it.Of.FinishedAt));

    public IEnumerable<CaseEntry> Entries => _entries.Select(it => it.Entry);

    public List<InboxMessage> Messages { get; } = [];

    public IEnumerable<AuditEntry> Audit => _deeds.Select(it => it.Entry);

    /// <summary>Written first: the database gives cases and messages their ids.</summary>
    public object[] Rows => [.. Orders, .. Lines, .. Cases, .. Messages, .. Comparisons, .. Stock];

    /// <summary>Rows that name those ids.</summary>
    public object[] Deeds()
    {
        foreach (var (entry, one) in _entries) entry.CaseId = one.Id;
        foreach (var (entry, message) in _deeds) entry.Target = message.Id.ToString(CultureInfo.InvariantCulture);
        foreach (var (tally, of) in _tallies) tally.ComparisonId = of.Id;
        return [.. Entries, .. Audit, .. _tallies.Select(it => it.Tally)];
    }

    public static KpiHistory Until(DateTimeOffset now, int orders)
    {
        var history = new KpiHistory();
        for (var key = 1; key <= orders; key++) history.Add(key, now - (TimeSpan.FromDays(40) * history._random.NextDouble()), now);
        for (var i = 0; i < orders / 10; i++) history.Case(null, now - (TimeSpan.FromDays(40) * history._random.NextDouble()), now, null);
        for (var i = 0; i < orders / 4; i++) history.Compare(now - (TimeSpan.FromDays(39) * history._random.NextDouble()));
        for (var i = 0; i < orders; i++) history.Tell(now - (TimeSpan.FromDays(39) * history._random.NextDouble()));
        return history;
    }

    private void Add(long key, DateTimeOffset received, DateTimeOffset now)
    {
        var order = Desks.Rows.Order(key, $"N-{key}", OrderStatus.Submitted, received);
        (order.Origin, order.Country, order.Currency, order.Total) = (Pick(Origins), Pick(Countries), Pick(Currencies), 10 + _random.Next(1000));
        Orders.Add(order);
        Messages.Add(new InboxMessage
        {
            System = order.Origin, MessageKey = $"m-{key}", Kind = "placed", State = InboxState.Done, OrderKey = key, ReceivedAt = received, ContentType = "text/plain", Body = [1, 2, 3],
        });
        order.ConfirmedAt = Before(now, received + Spread(TimeSpan.FromMinutes(4)));
        if (Chance(0.4)) Case(order, received + Spread(TimeSpan.FromHours(8)), now, Chance(0.3) ? "invoice" : null);
        if (order.ConfirmedAt is not { } confirmed || Chance(0.1)) return;
        order.ShippedAt = Before(now, confirmed + Spread(TimeSpan.FromHours(20)));
        if (order.ShippedAt is not { } shipped) return;
        Lines.Add(Desks.Rows.Line(key, 1, 1, 2, Chance(0.2) ? LineState.Shipped : LineState.Closed));
        Lines.Add(Desks.Rows.Line(key, 2, 1, 1, Chance(0.1) ? LineState.BackOrdered : LineState.Invoiced));
        order.ClosedAt = Chance(0.2) ? null : Before(now, shipped + Spread(TimeSpan.FromHours(30)));
        if (order.ClosedAt is { } closed) (order.Status, order.QuietSince) = (Chance(0.1) ? OrderStatus.Cancelled : OrderStatus.Completed, closed);
        if (Chance(0.1)) Deed(Pick("message.replay", "message.discard"), received + Spread(TimeSpan.FromHours(60)), now);
        if (Chance(0.2)) Deed("personal-data.shown", received, now);
    }

    private void Case(Order? order, DateTimeOffset opened, DateTimeOffset now, string? missing)
    {
        if (opened > now) return;
        var one = Desks.Rows.Case($"case-{Cases.Count}", order?.Key, money: order?.Total ?? 0, currency: order?.Currency);
        one.OpenedAt = opened;
        if (Chance(0.2)) one.Kind = CaseKind.Disagreement;
        if (missing is not null) (one.Kind, one.Operation) = (CaseKind.Missing, missing);
        if (Chance(0.8) && Before(now, opened + Spread(TimeSpan.FromHours(30))) is { } resolved)
            (one.State, one.ResolvedAt) = (Chance(0.5) ? CaseState.Resolved : CaseState.AutoResolved, resolved);
        Cases.Add(one);
        _entries.Add((new CaseEntry { At = opened, Who = "tower", What = "opened" }, one));
        if (Chance(0.5)) _entries.Add((new CaseEntry { At = opened + Spread(TimeSpan.FromHours(20)), Who = "kim", What = "note" }, one));
    }

    /// <summary>Of some channels and countries; a few from before both were kept.</summary>
    private void Compare(DateTimeOffset at)
    {
        var comparison = new Comparison
        {
            Sample = Chance(0.9), RequestedBy = "tower", RequestedAt = at, State = Chance(0.1) ? OperationState.Cancelled : OperationState.Done, Again = "[]", FinishedAt = Chance(0.95) ? at : null,
        };
        Comparisons.Add(comparison);
        if (Chance(0.2))
        {
            Tally("", "", null);
            return;
        }

        foreach (var channel in Origins.Where(_ => Chance(0.7)))
            foreach (var country in Countries.Where(_ => Chance(0.7))) Tally(channel, country ?? "", _random.Next(3));

        void Tally(string channel, string region, int? wrong)
        {
            var tally = new ComparisonTally { Channel = channel, Region = region, Compared = 3 + _random.Next(50), Untrue = _random.Next(3), UntrueFulfilment = wrong };
            comparison.Compared += tally.Compared;
            comparison.Untrue += tally.Untrue;
            _tallies.Add((tally, comparison));
        }
    }

    private void Tell(DateTimeOffset at)
    {
        var call = Desks.Rows.Outbound($"stock-{Stock.Count}", Chance(0.8) ? OutboxState.Done : Pick(OutboxState.Superseded, OutboxState.Failed));
        (call.System, call.DoneAt, call.ChangedAt) = (Pick(Origins), at, Chance(0.1) ? null : at - Spread(TimeSpan.FromSeconds(40)));
        Stock.Add(call);
    }

    private void Deed(string action, DateTimeOffset at, DateTimeOffset now)
    {
        if (at <= now) _deeds.Add((new AuditEntry { At = at, Who = "kim", Action = action, Target = "" }, Messages[^1]));
    }

    private static DateTimeOffset? Before(DateTimeOffset now, DateTimeOffset at) => at <= now ? at : null;

    private TimeSpan Spread(TimeSpan mean) => mean * -Math.Log(1 - _random.NextDouble());

    private bool Chance(double share) => _random.NextDouble() < share;

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
