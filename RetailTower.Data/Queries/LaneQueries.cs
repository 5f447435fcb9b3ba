using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>One lane as the Systems page shows it.</summary>
/// <param name="Depth">Messages waiting to be sent.</param>
/// <param name="Due">Of these, the ones whose time has come.</param>
/// <param name="OldestAt">When the oldest waiting message was made.</param>
/// <param name="Failed">Dead letters: messages for which a case stands.</param>
/// <param name="RestUntil">No call before this instant; null or past when the lane may send.</param>
/// <param name="UnwellInARow">Calls that failed in a row because the system was unwell.</param>
public sealed record LaneRow(
    string System,
    int Depth,
    int Due,
    DateTimeOffset? OldestAt,
    int Failed,
    bool Paused,
    string? PausedBy,
    DateTimeOffset? PausedAt,
    string? PauseReason,
    DateTimeOffset? RestUntil,
    string? RestReason,
    int UnwellInARow,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastFailureAt,
    string? LastFailure);

/// <summary>Reads of the lanes: every lane that has a row or unfinished work.</summary>
public sealed class LaneQueries(TowerDatabase database, TimeProvider time)
{
    public Task<IReadOnlyList<LaneRow>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(ListAsync, cancellationToken);

    internal async Task<IReadOnlyList<LaneRow>> ListAsync(TowerDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await db.Outbox.Where(m => m.State == OutboxState.Ready).GroupBy(m => m.System)
            .Select(g => new { System = g.Key, Depth = g.Count(), Due = g.Count(m => m.DueAt <= now), Oldest = g.Min(m => m.Id) })
            .ToDictionaryAsync(lane => lane.System, cancellationToken);
        var failed = await db.Outbox.Where(m => m.State == OutboxState.Failed).GroupBy(m => m.System)
            .Select(g => new { System = g.Key, Count = g.Count() })
            .ToDictionaryAsync(lane => lane.System, lane => lane.Count, cancellationToken);
        var oldestIds = waiting.Values.Select(lane => lane.Oldest).ToArray();
        var oldest = await db.Outbox.Where(m => oldestIds.Contains(m.Id)).Select(m => new { m.System, m.CreatedAt })
            .ToDictionaryAsync(m => m.System, m => m.CreatedAt, cancellationToken);
        var switches = await db.Lanes.ToDictionaryAsync(lane => lane.System, cancellationToken);
        return [.. switches.Keys.Union(waiting.Keys).Union(failed.Keys).Order(StringComparer.Ordinal).Select(Row)];

        LaneRow Row(string system)
        {
            var work = waiting.GetValueOrDefault(system);
            var lane = switches.GetValueOrDefault(system);
            return new LaneRow(
                system, work?.Depth ?? 0, work?.Due ?? 0, oldest.TryGetValue(system, out var at) ? at : null, failed.GetValueOrDefault(system),
                lane?.Paused ?? false, lane?.PausedBy, lane?.PausedAt, lane?.PauseReason, lane?.RestUntil, lane?.RestReason, lane?.UnwellInARow ?? 0,
                lane?.LastSuccessAt, lane?.LastFailureAt, lane?.LastFailure);
        }
    }
}
