using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Open cases of one domain and currency, by age: <c>[5 min, 1 h, 4 h, 24 h, older]</c>.</summary>
public sealed record CaseAges(string Domain, string? Currency, IReadOnlyList<int> Counts, decimal MoneyAtRisk);

/// <summary>Inbound messages that do not flow.</summary>
/// <param name="Late">Ready to be worked on for longer than they should be.</param>
/// <param name="Waiting">Their order is not known yet.</param>
/// <param name="OldestAt">When the oldest of all of them was received.</param>
public sealed record StuckMessages(int Late, int Failed, int Parked, int Waiting, DateTimeOffset? OldestAt)
{
    public int Total => Late + Failed + Parked + Waiting;
}

/// <summary>Reads behind the Tower page's figures; each is answered from one index range.</summary>
public sealed class FigureQueries(TowerDatabase database)
{
    /// <summary>Orders received from <paramref name="from"/> until before <paramref name="to"/>.</summary>
    public Task<int> OrdersReceivedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.Orders.CountAsync(o => o.ReceivedAt >= from && o.ReceivedAt < to, token), cancellationToken);

    /// <summary>Times from receipt to the ERP's first answer, of the orders it answered in this span.</summary>
    public Task<IReadOnlyList<TimeSpan>> ConfirmationLatenciesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TimeSpan>>(async (db, token) =>
        {
            var instants = await db.Orders.Where(o => o.ConfirmedAt >= from && o.ConfirmedAt < to)
                .Select(o => new { o.ReceivedAt, ConfirmedAt = o.ConfirmedAt!.Value }).ToListAsync(token);
            return instants.ConvertAll(order => order.ConfirmedAt - order.ReceivedAt);
        }, cancellationToken);

    public Task<IReadOnlyList<CaseAges>> CaseAgesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CaseAges>>(async (db, token) =>
        {
            DateTimeOffset fiveMinutes = now.AddMinutes(-5), hour = now.AddHours(-1), fourHours = now.AddHours(-4), day = now.AddHours(-24);
            var rows = await db.Cases.Where(c => c.State < CaseState.Resolved).GroupBy(c => new { c.Domain, c.Currency }).Select(g => new
            {
                g.Key.Domain,
                g.Key.Currency,
                All = g.Count(),
                FiveMinutes = g.Count(c => c.OpenedAt <= fiveMinutes),
                Hour = g.Count(c => c.OpenedAt <= hour),
                FourHours = g.Count(c => c.OpenedAt <= fourHours),
                Day = g.Count(c => c.OpenedAt <= day),
                Money = g.Sum(c => c.MoneyAtRisk),
            }).ToListAsync(token);
            return rows.ConvertAll(r => new CaseAges(
                r.Domain, r.Currency, [r.All - r.FiveMinutes, r.FiveMinutes - r.Hour, r.Hour - r.FourHours, r.FourHours - r.Day, r.Day], r.Money));
        }, cancellationToken);

    /// <param name="lateBefore">A ready message received before this is late.</param>
    public Task<StuckMessages> StuckMessagesAsync(DateTimeOffset lateBefore, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var late = await OfStateAsync(db, InboxState.Ready, lateBefore, token);
            var failed = await OfStateAsync(db, InboxState.Failed, DateTimeOffset.MaxValue, token);
            var parked = await OfStateAsync(db, InboxState.Parked, DateTimeOffset.MaxValue, token);
            var waiting = await OfStateAsync(db, InboxState.Waiting, DateTimeOffset.MaxValue, token);
            DateTimeOffset?[] oldest = [late.OldestAt, failed.OldestAt, parked.OldestAt, waiting.OldestAt];
            return new StuckMessages(late.Count, failed.Count, parked.Count, waiting.Count, oldest.Min());
        }, cancellationToken);

    private static async Task<(int Count, DateTimeOffset? OldestAt)> OfStateAsync(
        TowerDbContext db, InboxState state, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var found = await db.Inbox.Where(m => m.State == state && m.ReceivedAt < before).GroupBy(m => m.State)
            .Select(g => new { Count = g.Count(), OldestAt = g.Min(m => m.ReceivedAt) }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? (0, null) : (found.Count, found.OldestAt);
    }
}
