using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Components.Pages.Messages;

/// <summary>The ways in which an inbound message can fail to flow, as filters of the list and names in its address.</summary>
public static class MessageFilters
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(2);

    /// <summary>Everything that stopped, in whatever way.</summary>
    public static readonly MessageFilter Stopped = new([InboxState.Failed, InboxState.Parked, InboxState.Waiting]);

    public static IReadOnlyList<(string Name, string Word, MessageFilter Filter)> All { get; } =
    [
        ("failed", "Failed", new MessageFilter([InboxState.Failed])),
        ("parked", "Not understood", new MessageFilter([InboxState.Parked])),
        ("waiting", "Waiting for their order", new MessageFilter([InboxState.Waiting])),
        ("late", "Late", new MessageFilter([InboxState.Ready], MinAge: LateAfter)),
        ("discarded", "Given up", new MessageFilter([InboxState.Discarded])),
    ];

    public static MessageFilter Find(string? name) => All.Where(one => one.Name == name).Select(one => one.Filter).FirstOrDefault() ?? Stopped;
}
