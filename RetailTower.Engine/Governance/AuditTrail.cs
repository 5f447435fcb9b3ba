using RetailTower.Data.Queries;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Governance;

/// <summary>Who did what to the tower itself: switches, settings, people, masked data that someone unmasked.</summary>
public sealed class AuditTrail(AuditQueries queries, AuditStore store)
{
    /// <param name="action">Thing and deed, for example <c>lane.paused</c>; at most 64 characters.</param>
    /// <param name="target">What it was done to; at most 256 characters. No secrets, no personal data.</param>
    public Task RecordAsync(string who, string action, string target, string? detail, CancellationToken cancellationToken) =>
        store.RecordAsync(who, action, target, detail, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<Page<AuditRow>> PageAsync(AuditFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        queries.PageAsync(filter, cursor, size, cancellationToken);
}
