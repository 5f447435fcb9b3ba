using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Ends the rest of a lane whose breaker is open, because a person wants to know now.</summary>
public sealed class LaneProbes(TowerDatabase database, TimeProvider time)
{
    /// <summary>Lets one call out now; the breaker closes if it goes through, else the lane rests again. Audited in the same commit.</summary>
    /// <param name="threshold">Failures in a row from which the breaker is open.</param>
    /// <returns>False when the breaker is not open, or the lane is paused.</returns>
    public Task<bool> ProbeAsync(string system, int threshold, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var lane = await db.Lanes.SingleOrDefaultAsync(l => l.System == system, token);
            if (lane is null || lane.Paused || lane.UnwellInARow < threshold || lane.RestUntil is not { } until || until <= now) return false;
            lane.RestUntil = now;
            db.Audit.Add(new AuditEntry { At = now, Who = who, Action = "lane.probed", Target = system, Detail = lane.RestReason });
            return true;
        }, cancellationToken);
}
