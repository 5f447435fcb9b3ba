using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Data.Queries;

/// <summary>Reads the messages behind many cases at once, each in its last version.</summary>
internal static class FailedMessages
{
    private const string Closed = "The exception is closed.", OnItsWay = "It is on its way again, or settled.", Edited = "A changed copy of it is on its way, or waits for a second person.";

    /// <returns>By case; cases behind which no call or message stands are left out.</returns>
    public static async Task<Dictionary<long, FailedMessage>> ReadAsync(TowerDbContext db, IReadOnlyCollection<long> caseIds, CancellationToken cancellationToken)
    {
        var cases = await db.Cases.AsNoTracking().Where(c => caseIds.Contains(c.Id)).Select(c => new { c.Id, c.State, c.OutboxId, c.InboxId, c.SubjectKey }).ToListAsync(cancellationToken);
        var calls = await CallsAsync(db, [.. cases.Where(c => c.OutboxId is not null).Select(c => c.OutboxId!.Value)], cancellationToken);
        // An order's case may name the message that it came of, which has gone through.
        var messages = await MessagesAsync(db, [.. cases.Where(c => c.OutboxId is null && c.InboxId is { } id && c.SubjectKey == $"inbox:{id}").Select(c => c.InboxId!.Value)], cancellationToken);
        var found = new Dictionary<long, (MessageSource Source, bool Failed, bool Open)>();
        foreach (var one in cases)
        {
            var (sources, id) = one.OutboxId is { } call ? (calls, call) : (messages, one.InboxId ?? 0);
            if (sources.TryGetValue(id, out var it)) found[one.Id] = (it.Source, it.Failed, one.State < CaseState.Resolved);
        }

        var subjects = found.Values.Select(it => it.Source.Name).ToList();
        var edits = (await db.Edits.AsNoTracking().Where(e => subjects.Contains(e.Subject)).Select(e => new { e.Id, e.Subject, e.Version, e.State }).ToListAsync(cancellationToken)).ToLookup(e => e.Subject);
        var last = subjects.Select(subject => edits[subject].Where(e => e.State == EditState.Failed).MaxBy(e => e.Version)).Where(e => e is not null).ToDictionary(e => e!.Subject, e => e!.Id);
        var contents = await EditRows.ContentsAsync(db, last.Values, cancellationToken);
        return found.ToDictionary(it => it.Key, it =>
        {
            var (source, failed, open) = it.Value;
            var versions = edits[source.Name].ToList();
            var barred = !open ? Closed : versions.Exists(e => e.State <= EditState.Released) ? Edited : !failed ? OnItsWay : null;
            return new FailedMessage(it.Key, source, last.TryGetValue(source.Name, out var edit) ? contents[edit] : source.Original, versions.Count == 0 ? 0 : versions.Max(e => e.Version), barred);
        });
    }

    private static async Task<Dictionary<long, (MessageSource Source, bool Failed)>> CallsAsync(TowerDbContext db, List<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var rows = await db.Outbox.AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.System, m.Operation, m.Payload, m.ArchiveId, m.CreatedAt, m.State }).ToListAsync(cancellationToken);
        var found = new Dictionary<long, (MessageSource, bool)>();
        foreach (var row in rows)
        {
            var body = row.ArchiveId is { } archive ? await ArchivedPayloads.OutboundAsync(db, row.Id, archive, cancellationToken) : Encoding.UTF8.GetBytes(row.Payload);
            found[row.Id] = (new MessageSource(true, row.Id, "", row.System, row.Operation, null, "application/json", body, row.CreatedAt), row.State == OutboxState.Failed);
        }

        return found;
    }

    private static async Task<Dictionary<long, (MessageSource Source, bool Failed)>> MessagesAsync(TowerDbContext db, List<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var bodies = await ArchivedPayloads.InboundAsync(db, ids, cancellationToken);
        var rows = await db.Inbox.AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.System, m.Kind, m.MessageKey, m.Subject, m.ContentType, m.ReceivedAt, m.State }).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id, row => (new MessageSource(false, row.Id, row.MessageKey, row.System, row.Kind, row.Subject, row.ContentType, bodies[row.Id], row.ReceivedAt), row.State is InboxState.Failed or InboxState.Parked));
    }
}
