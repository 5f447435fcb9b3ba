using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>How the tower stands at a moment of an outage.</summary>
/// <param name="Depth">Messages and calls that wait to be worked on.</param>
/// <param name="Unwell">Lanes that rest or have failed in a row.</param>
/// <param name="Opened">Cases opened after the mark, whatever became of them.</param>
/// <param name="AutoResolved">Those of them that closed themselves.</param>
/// <param name="Completed">Orders after the mark that have gone their whole way.</param>
/// <param name="Unsent">Calls about orders that still wait.</param>
public sealed record OutageMoment(int Depth, IReadOnlyList<string> Unwell, int Opened, int AutoResolved, int Completed, int Unsent);

/// <summary>What whoever watches an outage from outside asks of the database.</summary>
public sealed class OutageQueries(TowerDatabase database, TimeProvider time)
{
    public Task<OutageMoment> MomentAsync(long afterOrder, long afterCase, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var unwell = (await db.Lanes.ToListAsync(token)).Where(lane => lane.UnwellInARow > 0 || lane.RestUntil > now).Select(lane => lane.System).ToList();
            return new OutageMoment(
                await db.Inbox.CountAsync(m => m.State == InboxState.Ready, token) + await db.Outbox.CountAsync(m => m.State == OutboxState.Ready && m.DueAt <= now, token), unwell,
                await db.Cases.CountAsync(c => c.Id > afterCase, token), await db.Cases.CountAsync(c => c.Id > afterCase && c.State == CaseState.AutoResolved, token),
                await db.Orders.CountAsync(o => o.Key > afterOrder && o.Status == OrderStatus.Completed, token), await db.Outbox.CountAsync(m => m.State == OutboxState.Ready && m.OrderKey != null, token));
        }, cancellationToken);

    /// <summary>The newest case there is; 0 without cases.</summary>
    public Task<long> LastCaseAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) => await db.Cases.MaxAsync(c => (long?)c.Id, token) ?? 0, cancellationToken);

    /// <summary>Open cases after the mark that a person can put right.</summary>
    public Task<IReadOnlyList<long>> CurableAsync(long afterCase, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(async (db, token) =>
            await db.Cases.Where(c => c.Id > afterCase && c.State < CaseState.Resolved && c.Remedy != Remedy.None).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(token), cancellationToken);
}
