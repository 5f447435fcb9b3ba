using RetailTower.Data.Model;

namespace RetailTower.Web.Model;

/// <summary>What the states of messages are called on screen. The names of both directions' states do not contradict each other.</summary>
public static class MessageWords
{
    public static string Word(string state) => state switch
    {
        nameof(InboxState.Ready) => "Waiting its turn",
        nameof(InboxState.Waiting) => "Waiting for its order",
        nameof(InboxState.Parked) => "Not understood",
        nameof(OutboxState.Superseded) => "Replaced by a newer one",
        _ => state,
    };

    public static ScreenState State(string state) => state switch
    {
        nameof(InboxState.Done) => ScreenState.Ok,
        nameof(InboxState.Ready) => ScreenState.InProgress,
        nameof(InboxState.Failed) => ScreenState.Breach,
        nameof(InboxState.Parked) => ScreenState.Attention,
        _ => ScreenState.Unknown,
    };
}
