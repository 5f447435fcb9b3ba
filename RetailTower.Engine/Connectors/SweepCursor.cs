using System.Text.Json;

namespace RetailTower.Engine.Connectors;

/// <summary>
/// Where a feed of "changed since" pages stands. Between sweeps it holds only <see cref="Since"/>; within one it also holds the sender's own
/// page cursor and the moment, by the sender's clock, at which the sweep began.
/// </summary>
internal sealed record SweepCursor(DateTimeOffset? Since, string? Next = null, DateTimeOffset? StartedAt = null)
{
    /// <summary>
    /// A record can become visible a little later than its own time of change says (a long transaction, a replica). Each sweep therefore starts
    /// before the last one began; what is read twice has the same message key and is dropped as a duplicate.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <exception cref="JsonException">The stored cursor is not one of ours.</exception>
    public static SweepCursor Read(string? cursor) =>
        cursor is null ? new SweepCursor((DateTimeOffset?)null) : JsonSerializer.Deserialize<SweepCursor>(cursor, JsonSerializerOptions.Web)!;

    /// <summary>The feed page for what was read, given the sender's cursor of the next page (null: this was the last one).</summary>
    public FeedPage Page(IReadOnlyList<IncomingMessage> messages, string? next, DateTimeOffset readAt)
    {
        var startedAt = StartedAt ?? readAt;
        var after = next is null ? new SweepCursor(startedAt - Overlap) : this with { Next = next, StartedAt = startedAt };
        return new FeedPage(messages, JsonSerializer.Serialize(after, JsonSerializerOptions.Web), More: next is not null);
    }
}
