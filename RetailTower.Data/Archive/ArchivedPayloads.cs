using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Archive;

/// <summary>Reads payloads wherever they are: in their message's row, in that of the message which carries the same call's bytes, or in an archive.</summary>
internal static class ArchivedPayloads
{
    /// <summary>The bytes of inbound messages as they came, by id; messages that do not exist are left out.</summary>
    public static async Task<Dictionary<long, byte[]>> InboundAsync(TowerDbContext db, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var rows = await db.Inbox.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.Body, m.BodyOf, m.ArchiveId }).ToListAsync(cancellationToken);
        var carriers = rows.Where(row => row.BodyOf is not null).Select(row => row.BodyOf!.Value).ToList();
        var carried = carriers.Count == 0
            ? []
            : await db.Inbox.Where(m => carriers.Contains(m.Id)).Select(m => new { m.Id, m.Body, m.ArchiveId }).ToDictionaryAsync(m => m.Id, cancellationToken);
        var found = rows.ConvertAll(row => row.BodyOf is { } carrier ? (row.Id, At: carrier, carried[carrier].Body, carried[carrier].ArchiveId) : (row.Id, At: row.Id, row.Body, row.ArchiveId));
        var archives = await OpenAsync(db, found.Where(it => it.Body is null).Select(it => it.ArchiveId), cancellationToken);
        return found.ToDictionary(it => it.Id, it => it.Body ?? (it.ArchiveId is { } archive ? archives[archive][new PayloadName(false, it.At)] : []));
    }

    /// <summary>The command of an outbound message that is in an archive.</summary>
    public static async Task<byte[]> OutboundAsync(TowerDbContext db, long id, long archive, CancellationToken cancellationToken) =>
        (await OpenAsync(db, [archive], cancellationToken))[archive][new PayloadName(true, id)];

    private static async Task<Dictionary<long, Dictionary<PayloadName, byte[]>>> OpenAsync(TowerDbContext db, IEnumerable<long?> archives, CancellationToken cancellationToken)
    {
        var wanted = archives.OfType<long>().Distinct().ToList();
        if (wanted.Count == 0) return [];
        var contents = await db.Archives.Where(a => wanted.Contains(a.Id)).Select(a => new { a.Id, a.Content }).ToListAsync(cancellationToken);
        return contents.ToDictionary(a => a.Id, a => PayloadPack.Unpack(a.Content));
    }
}
