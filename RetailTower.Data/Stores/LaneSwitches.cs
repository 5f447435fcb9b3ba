using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The switches of the lanes that people turn.</summary>
public sealed class LaneSwitches(TowerDatabase database, TimeProvider time)
{
    /// <summary>Stops the lane: nothing is sent until it is resumed.</summary>
    /// <returns>False when it was paused already.</returns>
    public Task<bool> PauseAsync(string system, string who, string reason, CancellationToken cancellationToken) =>
        SwitchAsync(system, true, who, reason, cancellationToken);

    /// <returns>False when it was not paused.</returns>
    public Task<bool> ResumeAsync(string system, string who, CancellationToken cancellationToken) => SwitchAsync(system, false, who, null, cancellationToken);

    private Task<bool> SwitchAsync(string system, bool paused, string who, string? reason, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var lane = await db.Lanes.SingleOrDefaultAsync(l => l.System == system, token);
            if ((lane?.Paused ?? false) == paused) return false;
            if (lane is null) db.Lanes.Add(lane = new Lane { System = system });
            var now = time.GetUtcNow();
            lane.Paused = paused;
            lane.PausedBy = paused ? who : null;
            lane.PausedAt = paused ? now : null;
            lane.PauseReason = reason;
            db.Audit.Add(new AuditEntry { At = now, Who = who, Action = paused ? "lane.paused" : "lane.resumed", Target = system, Detail = reason });
            return true;
        }, cancellationToken);
}
