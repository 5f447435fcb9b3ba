using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>A call that a system has answered with success.</summary>
public sealed record AnsweredCall(long Id, string System, string Operation, DateTimeOffset DoneAt, byte[] Command);

/// <summary>What was said about one order, word by word and oldest first.</summary>
/// <param name="Messages">With their bodies, wherever those are kept.</param>
/// <param name="Told">What systems were told of it and took.</param>
public sealed record OrderEvidence(IReadOnlyList<InboxMessage> Messages, IReadOnlyList<AnsweredCall> Told);

/// <summary>Reads of what proves where an order stands.</summary>
public sealed class EvidenceQueries(TowerDatabase database)
{
    /// <summary>An order with more messages than this is judged by its newest ones.</summary>
    private const int MostMessages = 1000;

    /// <param name="operations">Those by which systems are told where it stands.</param>
    public Task<OrderEvidence> OfOrderAsync(long orderKey, IReadOnlyList<string> operations, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var messages = await db.Inbox.Where(m => m.OrderKey == orderKey && m.State != InboxState.Discarded).OrderByDescending(m => m.Id).Take(MostMessages).ToListAsync(token);
        messages.Reverse();
        var bodies = messages.Count == 0 ? [] : await ArchivedPayloads.InboundAsync(db, messages.ConvertAll(m => m.Id), token);
        foreach (var message in messages) message.Body = bodies[message.Id];
        var calls = await db.Outbox.Where(m => m.OrderKey == orderKey && m.State == OutboxState.Done && operations.Contains(m.Operation) && m.DoneAt != null)
            .OrderBy(m => m.Id).Select(m => new { m.Id, m.System, m.Operation, m.DoneAt, m.Payload, m.ArchiveId }).ToListAsync(token);
        var told = new List<AnsweredCall>();
        foreach (var call in calls)
        {
            var command = call.ArchiveId is { } archive ? await ArchivedPayloads.OutboundAsync(db, call.Id, archive, token) : Encoding.UTF8.GetBytes(call.Payload);
            told.Add(new AnsweredCall(call.Id, call.System, call.Operation, call.DoneAt!.Value, command));
        }

        return new OrderEvidence(messages, told);
    }, cancellationToken);
}
