using RetailTower.Data.Queries;
using RetailTower.Data.Stores;

namespace RetailTower.Web.Model;

/// <summary>What the steps of an order's journey are called, what is locked behind a failed one, and what going again does.</summary>
public static class StepWords
{
    /// <summary>The step in few words: "Release to DC West", "Orders/create of Shopify".</summary>
    public static string Name(OrderStep step) => $"{SystemNames.Sentence(SystemNames.Words(step.What))} {(step.Outbound ? "to" : "of")} {SystemNames.Of(step.System)}";

    public static string Word(StepState state) => state switch
    {
        StepState.Waits => "Waits",
        StepState.WentThrough => "Went through",
        StepState.Failed => "Failed",
        StepState.Parked => "Not understood",
        StepState.Replaced => "Replaced by a newer one",
        _ => "Given up",
    };

    public static ScreenState Look(StepState state) => state switch
    {
        StepState.WentThrough => ScreenState.Ok,
        StepState.Failed => ScreenState.Breach,
        StepState.Parked => ScreenState.Attention,
        StepState.Waits => ScreenState.InProgress,
        _ => ScreenState.Unknown,
    };

    /// <summary>What is locked, for those who mend it.</summary>
    public static string Locked(OrderLock held)
    {
        var failed = held.Failed.Outbound ? $"{Name(held.Failed)} has failed" : $"{Name(held.Failed)} could not be applied";
        var (later, many) = held.Failed.Outbound ? ($"later call to {SystemNames.Of(held.Failed.System)}", $"later calls to {SystemNames.Of(held.Failed.System)}") : ("later message", "later messages");
        return held.Waiting.Count switch
        {
            0 => $"{failed}. Nothing of this order waits behind it yet; a {later} would.",
            1 => $"{failed}. 1 {later} of this order waits behind it.",
            var count => $"{failed}. {Wording.Count(count)} {many} of this order wait behind it.",
        };
    }

    /// <summary>What is locked, for those who talk to the customer.</summary>
    public static string LockedPlainly(OrderLock held) => held.Failed.Outbound
        ? $"{SystemNames.Of(held.Failed.System)} has not heard of this order's latest changes."
        : $"Later news of this order waits behind one from {SystemNames.Of(held.Failed.System)} that could not be applied.";

    /// <summary>What each way to unlock it does, before anyone decides.</summary>
    public static IReadOnlyList<(string Verb, string Does)> Ways(OrderLock held)
    {
        var (call, behind) = (held.Failed.Outbound, held.Waiting.Count);
        var (rest, goes, waits) = behind switch { 0 => ("what comes after it", "goes", "waits"), 1 => ("the one behind it", "goes", "waits"), var many => ($"the {Wording.Count(many)} behind it", "go", "wait") };
        var made = call ? "made again, under its own key" : "worked on again, in its last version";
        return
        [
            (call ? "Retry" : "Replay", $"It is {made}. When that works, {rest} {goes} on{(behind > 1 ? ", one after another in this sequence" : "")}; when it fails again, {rest} {waits} on."),
            ("Edit", $"A changed copy takes its place{(call ? ", under the same key" : "")}; {rest} {goes} on once that has gone through."),
            ("Give up", $"It is never {(call ? "made" : "applied")}, and {rest} {goes} on at once without it."),
            ("Resolve", $"Closes the exception and nothing else: {rest} {waits} on. When the matter is settled elsewhere, give it up."),
        ];
    }

    /// <summary>What becomes of a step when the journey goes again.</summary>
    public static string Does(PlannedStep planned) => planned.Fate switch
    {
        StepFate.Before => "Before the chosen step: stays as it is",
        StepFate.GoesAgain when planned.Step.Outbound => $"Is sent again{Copy(planned.Step)}",
        StepFate.GoesAgain when planned.Step.State == StepState.WentThrough => $"Is worked on again{Copy(planned.Step)}; what it did already is not done twice",
        StepFate.GoesAgain => $"Is worked on again{Copy(planned.Step)}",
        StepFate.NotTwice => planned.Step.Outbound ? "Has gone through: is not sent twice" : "Is applied: is not worked on twice",
        StepFate.Follows => "Follows by itself, in its sequence",
        StepFate.StaysReplaced => "Stays replaced by the newer one",
        StepFate.TooLate => "Stays given up: a later one has gone ahead, and it would overtake",
        _ => "Stays given up",
    };

    public static ScreenState Look(StepFate fate) => fate switch
    {
        StepFate.GoesAgain or StepFate.Follows => ScreenState.InProgress,
        StepFate.NotTwice => ScreenState.Ok,
        StepFate.TooLate => ScreenState.Attention,
        _ => ScreenState.Unknown,
    };

    /// <summary>What came of it, for the one who asked.</summary>
    public static string Said(ReplayResult result) => result switch
    {
        { Outcome: ReplayOutcome.Done, Plan: { } plan } => $"{Wording.Count(plan.Again.Count(), "step")} {(plan.Again.Count() == 1 ? "goes" : "go")} again from {Name(plan.From)} on.",
        { Outcome: ReplayOutcome.Changed } => "Nothing was done: a step has moved since you looked. You now see how they stand; look again, then decide.",
        { Outcome: ReplayOutcome.Nothing } => "Nothing was done: no step from there on can go again.",
        _ => "Nothing was done: the order has no such step any more.",
    };

    private static string Copy(OrderStep step) => step.Version is { } version ? $", as changed in version {version}" : "";
}
