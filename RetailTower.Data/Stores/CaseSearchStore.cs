using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

/// <summary>A message whose case is to be found by what it says.</summary>
public sealed record UnreadMessage(long CaseId, string ContentType, byte[] Body);

/// <summary>Keeps what the messages behind open cases say, to be searched.</summary>
public sealed class CaseSearchStore(TowerDatabase database, TimeProvider time)
{
    private const string Json = "application/json";

    /// <summary>How many cases cannot be found by their message yet.</summary>
    public Task<int> CountUnreadAsync(CancellationToken cancellationToken) => database.ReadAsync((db, token) => db.CaseTexts.CountAsync(t => t.ReadAt == null, token), cancellationToken);

    /// <summary>The next messages to be read, in their last version, the oldest cases first. What belongs to a closed case comes empty.</summary>
    public Task<IReadOnlyList<UnreadMessage>> UnreadAsync(int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UnreadMessage>>(async (db, token) =>
        {
            var cases = await db.CaseTexts.Where(t => t.ReadAt == null).OrderBy(t => t.CaseId).Take(max)
                .Join(db.Cases, t => t.CaseId, c => c.Id, (_, c) => new { c.Id, c.State, c.OutboxId, c.InboxId }).ToListAsync(token);
            var open = cases.FindAll(c => c.State < CaseState.Resolved);
            var calls = await CallsAsync(db, open.Where(c => c.OutboxId is not null).Select(c => c.OutboxId!.Value).ToList(), token);
            var messages = await MessagesAsync(db, open.Where(c => c is { OutboxId: null, InboxId: not null }).Select(c => c.InboxId!.Value).ToList(), token);
            return cases.ConvertAll(c => c switch
            {
                { OutboxId: { } call } when calls.TryGetValue(call, out var body) => new UnreadMessage(c.Id, Json, body),
                { InboxId: { } message } when messages.TryGetValue(message, out var it) => new UnreadMessage(c.Id, it.Type, it.Body),
                _ => new UnreadMessage(c.Id, Json, []),
            });
        }, cancellationToken);

    /// <summary>Writes down what was read, in place of what was there.</summary>
    public Task WriteAsync(IReadOnlyDictionary<long, IReadOnlyList<PayloadField>> read, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var ids = read.Keys.ToList();
        var texts = await db.CaseTexts.AsTracking().Where(t => ids.Contains(t.CaseId)).ToListAsync(token);
        var before = await db.CaseFields.AsTracking().Where(f => ids.Contains(f.CaseId)).ToDictionaryAsync(f => f.CaseId, token);
        if (before.Count > 0) await db.RemoveCaseTermsAsync(Terms(before.Values), token);
        var now = time.GetUtcNow();
        var written = new List<CaseFields>();
        foreach (var text in texts)
        {
            var fields = read[text.CaseId];
            (text.Text, text.ReadAt) = (PayloadTerms.Text(fields), now);
            if (!before.TryGetValue(text.CaseId, out var lines)) db.CaseFields.Add(lines = new CaseFields { CaseId = text.CaseId, Fields = "" });
            lines.Fields = PayloadTerms.Lines(fields);
            written.Add(lines);
        }

        await db.AddCaseTermsAsync(Terms(written), token);
    }, cancellationToken);

    /// <summary>Forgets the messages of up to <paramref name="max"/> cases that were closed since then.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset since, int max, CancellationToken cancellationToken)
    {
        // Looked for beside the writer: after a start that goes over all that was ever closed.
        var closed = await database.ReadAsync(
            (db, token) => db.Cases.Where(c => c.ResolvedAt >= since).Join(db.CaseTexts, c => c.Id, t => t.CaseId, (c, _) => c.Id).Take(max).ToListAsync(token), cancellationToken);
        if (closed.Count == 0) return 0;
        await database.WriteAsync(async (db, token) =>
        {
            await db.RemoveCaseTermsAsync(Terms(await db.CaseFields.AsNoTracking().Where(f => closed.Contains(f.CaseId)).ToListAsync(token)), token);
            await db.CaseFields.Where(f => closed.Contains(f.CaseId)).ExecuteDeleteAsync(token);
            await db.CaseTexts.Where(t => closed.Contains(t.CaseId)).ExecuteDeleteAsync(token);
        }, cancellationToken);
        return closed.Count;
    }

    /// <summary>Other versions of these cases' messages take their places, and are read in turn.</summary>
    internal static Task ReadAgainAsync(TowerDbContext db, IReadOnlyCollection<long> caseIds, CancellationToken cancellationToken) =>
        db.CaseTexts.Where(t => caseIds.Contains(t.CaseId)).ExecuteUpdateAsync(set => set.SetProperty(t => t.ReadAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>Pairs of hash and case, as the databases take them; in their sequence, so that neighbours are written together.</summary>
    private static string Terms(IEnumerable<CaseFields> cases) =>
        JsonSerializer.Serialize(cases.SelectMany(it => PayloadTerms.Of(it.Fields).Select(hash => new[] { hash, it.CaseId })).OrderBy(it => it[0]).ThenBy(it => it[1]));

    private static async Task<Dictionary<long, byte[]>> CallsAsync(TowerDbContext db, List<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var calls = await db.Outbox.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.Payload, m.ArchiveId, m.EditId }).ToListAsync(cancellationToken);
        var edits = await EditRows.ContentsAsync(db, calls.Where(m => m.EditId is not null).Select(m => m.EditId!.Value).ToList(), cancellationToken);
        var bodies = new Dictionary<long, byte[]>();
        foreach (var call in calls)
        {
            bodies[call.Id] = call.EditId is { } edit ? edits[edit]
                : call.ArchiveId is { } archive ? await ArchivedPayloads.OutboundAsync(db, call.Id, archive, cancellationToken) : Encoding.UTF8.GetBytes(call.Payload);
        }

        return bodies;
    }

    private static async Task<Dictionary<long, (string Type, byte[] Body)>> MessagesAsync(TowerDbContext db, List<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var messages = await db.Inbox.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.ContentType, m.EditId }).ToListAsync(cancellationToken);
        var edits = await EditRows.ContentsAsync(db, messages.Where(m => m.EditId is not null).Select(m => m.EditId!.Value).ToList(), cancellationToken);
        var bodies = await ArchivedPayloads.InboundAsync(db, messages.Where(m => m.EditId is null).Select(m => m.Id).ToList(), cancellationToken);
        return messages.ToDictionary(m => m.Id, m => (m.ContentType, m.EditId is { } edit ? edits[edit] : bodies[m.Id]));
    }
}
