using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Which inbound messages to list; what is null does not narrow.</summary>
/// <param name="States">Null: all that do not flow (waiting, ready, parked, failed).</param>
/// <param name="MinAge">Received at least this long ago.</param>
/// <param name="Reason">Part of the reason.</param>
public sealed record MessageFilter(
    IReadOnlyList<InboxState>? States = null, string? System = null, string? Kind = null, TimeSpan? MinAge = null, string? Reason = null);

/// <summary>One inbound message.</summary>
/// <param name="Subject">Type and value of the reference it is about.</param>
public sealed record MessageRow(
    long Id,
    string System,
    string Kind,
    InboxState State,
    string? Subject,
    long? OrderKey,
    DateTimeOffset ReceivedAt,
    int Attempts,
    string? Reason);

/// <summary>Reads of messages in and out.</summary>
public sealed class MessageQueries(TowerDatabase database, TimeProvider time)
{
    private static readonly InboxState[] Unfinished = [InboxState.Waiting, InboxState.Ready, InboxState.Parked, InboxState.Failed];

    /// <summary>Newest first.</summary>
    public Task<Page<MessageRow>> PageAsync(MessageFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var messages = db.Inbox.AsQueryable();
            if (filter.System is { } system) messages = messages.Where(m => m.System == system);
            if (filter.Kind is { } kind) messages = messages.Where(m => m.Kind == kind);
            if (filter.Reason is { } reason) messages = messages.Where(m => EF.Functions.Like(m.Reason!, $"%{reason}%"));
            if (filter.MinAge is { } age)
            {
                var latest = time.GetUtcNow() - age;
                messages = messages.Where(m => m.ReceivedAt <= latest);
            }

            if (Cursor.Read(cursor) is { } before) messages = messages.Where(m => m.Id < before);
            var rows = new List<MessageRow>();
            foreach (var state in (filter.States is { Count: > 0 } states ? states : Unfinished).Distinct())
            {
                rows.AddRange(await messages.Where(m => m.State == state).OrderByDescending(m => m.Id).Take(size + 1).Select(m => new MessageRow(
                    m.Id, m.System, m.Kind, m.State, m.Subject, m.OrderKey, m.ReceivedAt, m.Attempts, m.Reason)).ToListAsync(token));
            }

            rows.Sort((one, other) => other.Id.CompareTo(one.Id));
            return Cursor.Cut(rows, size, row => Cursor.Write(row.Id));
        }, cancellationToken);

    /// <summary>Messages of one order, in and out, newest first.</summary>
    public Task<Page<OrderMessageRow>> OfOrderAsync(long orderKey, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var (inBefore, outBefore) = Cursor.ReadPair(cursor) ?? (long.MaxValue, long.MaxValue);
            var rows = await db.Inbox.Where(m => m.OrderKey == orderKey && m.Id < inBefore).OrderByDescending(m => m.Id).Take(size + 1)
                .Select(m => new OrderMessageRow(false, m.Id, m.System, m.Kind, m.State.ToString(), m.ReceivedAt, m.DoneAt, m.Attempts, m.Reason)).ToListAsync(token);
            rows.AddRange(await db.Outbox.Where(m => m.OrderKey == orderKey && m.Id < outBefore).OrderByDescending(m => m.Id).Take(size + 1)
                .Select(m => new OrderMessageRow(true, m.Id, m.System, m.Operation, m.State.ToString(), m.CreatedAt, m.DoneAt, m.Attempts, m.Result)).ToListAsync(token));
            // Ids grow with time within each direction, so sorting by time keeps both sequences and the cursor needs one id of each.
            var sorted = rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Outbound).ThenByDescending(row => row.Id).ToList();
            if (sorted.Count <= size) return new Page<OrderMessageRow>(sorted, null);
            var shown = sorted.GetRange(0, size);
            return new Page<OrderMessageRow>(shown, Cursor.Write(
                shown.LastOrDefault(row => !row.Outbound)?.Id ?? inBefore, shown.LastOrDefault(row => row.Outbound)?.Id ?? outBefore));
        }, cancellationToken);

    /// <summary>The bytes of an inbound message as they came; null when there is no such message.</summary>
    public Task<StoredPayload?> InboxPayloadAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var message = await db.Inbox.Where(m => m.Id == id).Select(m => new { m.System, m.Kind, m.ContentType }).SingleOrDefaultAsync(token);
        return message is null ? null : new StoredPayload(message.System, message.Kind, message.ContentType, (await ArchivedPayloads.InboundAsync(db, [id], token))[id], []);
    }, cancellationToken);

    /// <summary>The command of an outbound message and the attempts that failed; null when there is no such message.</summary>
    public Task<StoredPayload?> OutboxPayloadAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var message = await db.Outbox.Where(m => m.Id == id).Select(m => new { m.System, m.Operation, m.Payload, m.ArchiveId }).SingleOrDefaultAsync(token);
        if (message is null) return null;
        var attempts = await db.CallAttempts.Where(a => a.OutboxId == id).OrderBy(a => a.Id)
            .Select(a => new AttemptRow(a.Number, a.At, a.Outcome, a.Code, a.Message)).ToListAsync(token);
        var command = message.ArchiveId is { } archive ? await ArchivedPayloads.OutboundAsync(db, id, archive, token) : Encoding.UTF8.GetBytes(message.Payload);
        return new StoredPayload(message.System, message.Operation, "application/json", command, attempts);
    }, cancellationToken);
}
