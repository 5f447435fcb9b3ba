using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Writes the audit. Entries are only ever added.</summary>
public sealed class AuditStore(TowerDatabase database, TimeProvider time)
{
    public Task RecordAsync(string who, string action, string target, string? detail, CancellationToken cancellationToken) =>
        database.WriteAsync((db, _) =>
        {
            db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = action, Target = target, Detail = detail });
            return Task.CompletedTask;
        }, cancellationToken);
}
