using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;

namespace RetailTower.Web.Model;

/// <summary>What bulk operations, their waves and their items are called on screen.</summary>
public static class OperationWords
{
    /// <summary>From so many on, what has ended says how long the rest takes.</summary>
    private const int Telling = 20;

    /// <summary>How much each wave lets go.</summary>
    public static IReadOnlyList<string> Waves { get; } = ["first", "5 %", "25 %", "all"];

    public static string Name(OperationRow row) => $"{(Is(row, RecoveryAction.Patch) ? "Change" : SystemNames.Sentence(row.Action))} {Wording.Count(row.Total, "exception")}{Aim(row)}";

    /// <summary>Why it was asked for; null when nobody said.</summary>
    public static string? Why(OperationRow row)
    {
        var said = Is(row, RecoveryAction.Reassign) ? null : Is(row, RecoveryAction.Snooze) ? SnoozeOrder.Read(row.Argument)?.Note : row.Argument;
        return string.IsNullOrWhiteSpace(said) ? null : said;
    }

    public static ScreenState Look(OperationRow row) => row.State switch
    {
        OperationState.Running or OperationState.Previewing => ScreenState.InProgress,
        OperationState.Stopped => ScreenState.Breach,
        OperationState.Previewed or OperationState.AwaitingApproval => ScreenState.Attention,
        OperationState.Done when row.Refused + row.Repeated + row.Otherwise == 0 => ScreenState.Ok,
        OperationState.Done => ScreenState.Attention,
        _ => ScreenState.Unknown,
    };

    public static string Word(OperationRow row) => row.State switch
    {
        OperationState.Running when row is { Canary: true, Wave: < Canary.LastWave } => $"Wave {row.Wave} of {Canary.LastWave}",
        OperationState.Stopped => "Stopped by itself",
        OperationState.Previewing => "Looking",
        OperationState.Previewed => "Waits for you to decide",
        OperationState.AwaitingApproval => "Waits for a second person",
        _ => row.State.ToString(),
    };

    /// <summary>How far it has come, in one line.</summary>
    public static string Progress(OperationRow row)
    {
        if (row.IsPreview) return row.State == OperationState.Previewing ? $"{Wording.Count(Looked(row))} of {Wording.Count(row.Total)} looked at" : Found(row);
        var parts = new List<string>();
        if (!row.SeenLater)
        {
            parts.Add($"{Wording.Count(row.Succeeded)} done");
        }
        else
        {
            parts.Add($"{Wording.Count(row.Succeeded)} released");
            parts.Add($"{Wording.Count(row.Worked)} went through");
            if (row.Repeated > 0) parts.Add($"{Wording.Count(row.Repeated)} failed again");
            if (row.Otherwise > 0) parts.Add($"{Wording.Count(row.Otherwise)} ended otherwise");
            if (row.Awaited > 0) parts.Add($"{Wording.Count(row.Awaited)} under way");
        }

        if (row.Going < row.Total) parts.Add($"{Wording.Count(row.Total - row.Going)} left out by the preview");
        if (row.Refused > 0) parts.Add($"{Wording.Count(row.Refused)} could not be done");
        if (row.Pending > 0) parts.Add(row.State == OperationState.Cancelled ? $"{Wording.Count(row.Pending)} left as they were" : $"{Wording.Count(row.Pending)} to go");
        return string.Join(", ", parts);
    }

    /// <summary>What a preview found, in one line: "412 change, 3 stay, 9 fail the schema".</summary>
    public static string Found(OperationRow row) => string.Join(", ", new[]
    {
        $"{Wording.Count(row.Changing)} {(row.Changing == 1 ? "changes" : "change")}",
        row.Staying > 0 ? $"{Wording.Count(row.Staying)} {(row.Staying == 1 ? "stays" : "stay")}" : null,
        row.Failing > 0 ? $"{Wording.Count(row.Failing)} {(row.Failing == 1 ? "fails" : "fail")} the schema" : null,
        row.Barred > 0 ? $"{Wording.Count(row.Barred)} cannot be changed" : null,
    }.OfType<string>());

    /// <summary>How many items a preview has looked at.</summary>
    public static int Looked(OperationRow row) => row.Changing + row.Total - row.Going;

    /// <summary>What came of letting a previewed change go, or of deciding on it, for the one who did.</summary>
    public static string Said(PatchOutcome outcome) => outcome switch
    {
        PatchOutcome.Running => "It goes, one message first.",
        PatchOutcome.AwaitingApproval => "A second person decides. Nothing is sent until then.",
        PatchOutcome.Declined => "Declined. Nothing was sent.",
        PatchOutcome.SamePerson => "Someone else must approve it: nobody approves what they asked for themselves.",
        PatchOutcome.AnotherPerson => "Whoever asked for the preview says whether it goes. Preview it yourself to send it.",
        PatchOutcome.Nothing => "Nothing was sent: it would change nothing.",
        _ => "Nothing was done: somebody was quicker. You now see how it stands.",
    };

    /// <summary>How long the rest takes at the pace so far; null while too little is known.</summary>
    public static TimeSpan? Forecast(OperationRow row, DateTimeOffset now)
    {
        var ended = row.SeenLater ? row.Worked + row.Repeated + row.Otherwise : row.Succeeded;
        var left = row.Going - row.Refused - ended;
        return row.State == OperationState.Running && ended >= Telling && left > 0 ? (now - row.RequestedAt) / ended * left : null;
    }

    /// <summary>How a wave stands: done, under way, stopped at, or still to come.</summary>
    public static ScreenState Wave(OperationRow row, int wave)
    {
        if (row.State == OperationState.Done || wave < row.Wave) return ScreenState.Ok;
        if (wave > row.Wave) return ScreenState.Unknown;
        return row.State switch { OperationState.Running => ScreenState.InProgress, OperationState.Stopped => ScreenState.Breach, _ => ScreenState.Unknown };
    }

    public static ScreenState Look(OperationItemRow item) => item switch
    {
        { Preview: ItemPreview.Stays } => ScreenState.Unknown,
        { Succeeded: false } or { Ended: ItemEnd.Otherwise } or { Preview: ItemPreview.Fails or ItemPreview.Barred } => ScreenState.Attention,
        { Ended: ItemEnd.Repeated } => ScreenState.Breach,
        { Ended: ItemEnd.Worked } => ScreenState.Ok,
        { Succeeded: true } => ScreenState.InProgress,
        _ => ScreenState.Unknown,
    };

    public static string Came(OperationItemRow item, OperationRow row) => item.Outcome ?? row.State switch
    {
        OperationState.Cancelled => "left as it was",
        OperationState.Stopped => "waits for your decision",
        _ => "waits its turn",
    };

    public static string Word(OperationItems which) => which switch
    {
        OperationItems.All => "All items",
        OperationItems.Refused => "Not done",
        OperationItems.Repeated => "Failed again",
        OperationItems.Otherwise => "Ended otherwise",
        OperationItems.Changes => "Change",
        OperationItems.Stays => "Stay",
        OperationItems.Fails => "Fail the schema",
        OperationItems.Barred => "Cannot be changed",
        _ => "Under way",
    };

    public static int Count(OperationRow row, OperationItems which) => which switch
    {
        OperationItems.All => row.Total,
        OperationItems.Refused => row.Refused,
        OperationItems.Repeated => row.Repeated,
        OperationItems.Otherwise => row.Otherwise,
        OperationItems.Changes => row.Changing,
        OperationItems.Stays => row.Staying,
        OperationItems.Fails => row.Failing,
        OperationItems.Barred => row.Barred,
        _ => row.Awaited,
    };

    private static string Aim(OperationRow row) =>
        row.Change is { } change ? $": {PayloadChange.Read(change).Said.TrimEnd('.')}" : Is(row, RecoveryAction.Reassign) ? $" to {row.Argument}" : Is(row, RecoveryAction.Snooze) && SnoozeOrder.Read(row.Argument) is { } order ? $" until {Wording.Utc(order.Until)}" : "";

    private static bool Is(OperationRow row, RecoveryAction action) => row.Action.Equals(action.ToString(), StringComparison.OrdinalIgnoreCase);
}
