using RetailTower.Data.Queries;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;

namespace RetailTower.Web.Model;

/// <summary>How a lane is, in one state and a few words.</summary>
public static class LaneWords
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(2);

    public static bool Rests(LaneRow lane, DateTimeOffset now) => !lane.Paused && lane.RestUntil > now;

    /// <summary>Its rest is over, and one call finds out whether the system is well again.</summary>
    public static bool Tries(LaneRow lane, DateTimeOffset now) => !lane.Paused && lane.UnwellInARow > 1 && lane.RestUntil <= now;

    /// <summary>What waits was tried since the last success, and failed: between two rests it must not look as if all were well.</summary>
    public static bool Troubled(LaneRow lane) => lane is { Paused: false, Depth: > 0, LastFailureAt: { } failed } && !(lane.LastSuccessAt >= failed);

    /// <summary>A call has been under way for so long that someone should know.</summary>
    public static bool Hangs(LaneView lane, DateTimeOffset now) => !lane.Row.Paused && !Rests(lane.Row, now) && LanePulseWords.CallsHang(lane.Pulse);

    /// <summary>Something waits, and the system takes no more for now.</summary>
    public static bool Held(LaneView lane, DateTimeOffset now) => !lane.Row.Paused && !Rests(lane.Row, now) && lane.Row.Depth > 0 && lane.Pulse.Budget?.Spent == true;

    /// <summary>Nothing was ever sent to it, and nothing waits to be.</summary>
    public static bool IsUncalled(LaneRow lane) => lane is { Paused: false, Depth: 0, Failed: 0, LastSuccessAt: null, LastFailureAt: null };

    /// <summary>The lanes, and a calm one for each connected system that has none yet.</summary>
    public static IReadOnlyList<LaneRow> WithUncalled(IReadOnlyList<LaneRow> lanes, ConnectorRegistry connectors) =>
        [.. lanes, .. connectors.All.Where(connector => lanes.All(lane => lane.System != connector.System))
            .Select(connector => new LaneRow(connector.System, 0, 0, null, 0, false, null, null, null, null, null, 0, null, null, null))];

    public static bool Late(LaneRow lane, DateTimeOffset now) => lane.Due > 0 && now - lane.OldestAt > LateAfter;

    public static ScreenState State(LaneRow lane, DateTimeOffset now) =>
        lane.Paused || IsUncalled(lane) ? ScreenState.Unknown
        : Rests(lane, now) ? lane.UnwellInARow > 1 ? ScreenState.Breach : ScreenState.Attention
        : Tries(lane, now) || Troubled(lane) || lane.Failed > 0 || Late(lane, now) ? ScreenState.Attention
        : ScreenState.Ok;

    public static ScreenState State(LaneView lane, DateTimeOffset now) => Held(lane, now) || Hangs(lane, now) ? ScreenState.Attention : State(lane.Row, now);

    public static string Word(LaneView lane, DateTimeOffset now) => Held(lane, now) ? "Held by its limit" : Hangs(lane, now) ? "Slow to answer" : Word(lane.Row, now);

    public static string Why(LaneView lane, DateTimeOffset now) =>
        Held(lane, now) ? "the system takes no more for now"
        : Hangs(lane, now) ? $"a call has had no answer for {Wording.Duration(lane.Pulse.LongestCall!.Value)}"
        : Why(lane.Row, now);

    /// <summary>When it goes on by itself, or since when it does not; null when there is no such moment.</summary>
    public static DateTimeOffset? Moment(LaneView lane, DateTimeOffset now) =>
        lane.Row.Paused ? lane.Row.PausedAt
        : Rests(lane.Row, now) ? lane.Row.RestUntil
        : Held(lane, now) ? lane.Pulse.Budget?.RestUntil ?? lane.Pulse.Budget?.RenewsAt
        : null;

    public static string Word(LaneRow lane, DateTimeOffset now) =>
        lane.Paused ? "Paused"
        : Rests(lane, now) ? lane.UnwellInARow > 1 ? "Not answering" : "Resting"
        : Tries(lane, now) ? "Trying one call"
        : Troubled(lane) ? "Trying again"
        : Late(lane, now) ? "Behind"
        : lane.Failed > 0 ? "Needs a decision"
        : lane.Depth > 0 ? "Sending"
        : IsUncalled(lane) ? "Not called yet" : "Flowing";

    /// <summary>Why it is so and until when; empty when all is well.</summary>
    public static string Why(LaneRow lane, DateTimeOffset now) =>
        lane.Paused ? Join($"by {lane.PausedBy}", lane.PauseReason)
        : Rests(lane, now) ? lane.RestReason?.TrimEnd('.') ?? "the system asked for rest"
        : Tries(lane, now) || Troubled(lane) ? lane.LastFailure?.TrimEnd('.') ?? ""
        : lane.Failed > 0 ? $"{Wording.Count(lane.Failed, "message")} could not be delivered"
        : "";

    private static string Join(string first, string? second) => string.IsNullOrWhiteSpace(second) ? first : $"{first}: {second}";
}
