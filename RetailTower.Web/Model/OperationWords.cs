using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;

namespace RetailTower.Web.Model;

/// <summary>What bulk operations, their waves and their items are called on screen.</summary>
public static class OperationWords
{
    /// <summary>From so many on, what has ended says how long the rest takes.</summary>
    private const int Telling = 20;

    /// <summary>How much each wave lets go.</summary>
    public static IReadOnlyList<string> Waves { get; } = ["first", "5 %", "25 %", "all"];

    public static string Name(OperationRow row) => $"{SystemNames.Sentence(row.Action)} {Wording.Count(row.Total, "exception")}{Aim(row)}";

    /// <summary>Why it was asked for; null when nobody said.</summary>
    public static string? Why(OperationRow row)
    {
        var said = Is(row, RecoveryAction.Reassign) ? null : Is(row, RecoveryAction.Snooze) ? SnoozeOrder.Read(row.Argument)?.Note : row.Argument;
        return string.IsNullOrWhiteSpace(said) ? null : said;
    }

    public static ScreenState Look(OperationRow row) => row.State switch
    {
        OperationState.Running => ScreenState.InProgress,
        OperationState.Stopped => ScreenState.Breach,
        OperationState.Done when row.Refused + row.Repeated + row.Otherwise == 0 => ScreenState.Ok,
        OperationState.Done => ScreenState.Attention,
        _ => ScreenState.Unknown,
    };

    public static string Word(OperationRow row) => row.State switch
    {
        OperationState.Running when row is { Canary: true, Wave: < Canary.LastWave } => $"Wave {row.Wave} of {Canary.LastWave}",
        OperationState.Stopped => "Stopped by itself",
        _ => row.State.ToString(),
    };

    /// <summary>How far it has come, in one line.</summary>
    public static string Progress(OperationRow row)
    {
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

        if (row.Refused > 0) parts.Add($"{Wording.Count(row.Refused)} could not be done");
        if (row.Pending > 0) parts.Add(row.State == OperationState.Cancelled ? $"{Wording.Count(row.Pending)} left as they were" : $"{Wording.Count(row.Pending)} to go");
        return string.Join(", ", parts);
    }

    /// <summary>How long the rest takes at the pace so far; null while too little is known.</summary>
    public static TimeSpan? Forecast(OperationRow row, DateTimeOffset now)
    {
        var ended = row.SeenLater ? row.Worked + row.Repeated + row.Otherwise : row.Succeeded;
        var left = row.Total - row.Refused - ended;
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
        { Succeeded: false } or { Ended: ItemEnd.Otherwise } => ScreenState.Attention,
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
        _ => "Under way",
    };

    public static int Count(OperationRow row, OperationItems which) => which switch
    {
        OperationItems.All => row.Total,
        OperationItems.Refused => row.Refused,
        OperationItems.Repeated => row.Repeated,
        OperationItems.Otherwise => row.Otherwise,
        _ => row.Awaited,
    };

    private static string Aim(OperationRow row) =>
        Is(row, RecoveryAction.Reassign) ? $" to {row.Argument}" : Is(row, RecoveryAction.Snooze) && SnoozeOrder.Read(row.Argument) is { } order ? $" until {Wording.Utc(order.Until)}" : "";

    private static bool Is(OperationRow row, RecoveryAction action) => row.Action.Equals(action.ToString(), StringComparison.OrdinalIgnoreCase);
}
