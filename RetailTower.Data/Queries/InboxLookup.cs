using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;

namespace RetailTower.Data.Queries;

/// <summary>What became of an order that came through the API.</summary>
public sealed class InboxLookup(TowerDatabase database)
{
    /// <summary>The bytes stored under a message key, or null.</summary>
    public Task<byte[]?> BodyAsync(string system, string messageKey, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var id = await db.Inbox.Where(m => m.System == system && m.MessageKey == messageKey).Select(m => (long?)m.Id).SingleOrDefaultAsync(token);
            return id is null ? null : (await ArchivedPayloads.InboundAsync(db, [id.Value], token))[id.Value];
        }, cancellationToken);

    /// <summary>Key of the order that the system knows by this reference, or null.</summary>
    public Task<long?> OrderKeyAsync(string system, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (db, token) => db.OrderReferences.Where(r => r.System == system && r.Value == reference).OrderBy(r => r.OrderKey).Select(r => (long?)r.OrderKey).FirstOrDefaultAsync(token),
            cancellationToken);
}
