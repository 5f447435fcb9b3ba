using System.Globalization;

namespace RetailTower.Data.Queries;

/// <summary>What going again from a chosen step on does to one of the order's steps.</summary>
public enum StepFate
{
    /// <summary>It lies before the chosen step.</summary>
    Before,
    /// <summary>It is made, or worked on, again: in its own place, under its own key.</summary>
    GoesAgain,
    /// <summary>It has gone through and is not sent a second time.</summary>
    NotTwice,
    /// <summary>Its turn comes by itself.</summary>
    Follows,
    /// <summary>A newer one took its place.</summary>
    StaysReplaced,
    /// <summary>A person gave it up.</summary>
    StaysGivenUp,
    /// <summary>It was given up, and a later one of its sequence may be under way or has gone through: it would come after what it should come before.</summary>
    TooLate,
}

/// <summary>What happens to one step, and what it still waits for.</summary>
/// <param name="Behind">The failed step before the chosen one that it waits behind all the same; null when nothing holds it.</param>
public sealed record PlannedStep(OrderStep Step, StepFate Fate, OrderStep? Behind);

/// <summary>Going again from a step of an order's journey on, thought through before anything is done.</summary>
/// <param name="Seen">The same while no step of the order has moved.</param>
public sealed record ReplayPlan(OrderStep From, IReadOnlyList<PlannedStep> Steps, string Seen)
{
    public IEnumerable<PlannedStep> Again => Steps.Where(step => step.Fate == StepFate.GoesAgain);

    /// <param name="steps">All of the order, the oldest first.</param>
    /// <param name="from"><see cref="OrderStep.Name"/> of the chosen one.</param>
    /// <returns>Null when the order has no such step.</returns>
    public static ReplayPlan? Of(IReadOnlyList<OrderStep> steps, string from)
    {
        var start = steps.Index().FirstOrDefault(it => it.Item.Name == from, (-1, null!)).Index;
        if (start < 0) return null;
        var planned = steps.Index().Select(it => Plan(steps, it.Index, start)).ToList();
        return new ReplayPlan(steps[start], planned, string.Join(' ', steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name}:{(int)step.State}:{step.Attempts}:{step.Version}"))));
    }

    private static PlannedStep Plan(IReadOnlyList<OrderStep> steps, int at, int start)
    {
        var step = steps[at];
        var fate = at < start ? StepFate.Before : FateOf(steps, step, chosen: at == start);
        var held = fate is StepFate.GoesAgain or StepFate.Follows ? steps.Take(start).FirstOrDefault(before => before.State == StepState.Failed && before.Sequence == step.Sequence && before.Id < step.Id) : null;
        return new PlannedStep(step, fate, held);
    }

    private static StepFate FateOf(IReadOnlyList<OrderStep> steps, OrderStep step, bool chosen) => (step.State, step.Outbound) switch
    {
        (StepState.Failed or StepState.Parked, _) => StepFate.GoesAgain,
        // What a message has done already is not done twice: its facts are known, and the calls that it led to keep their keys.
        (StepState.WentThrough, false) => chosen ? StepFate.GoesAgain : StepFate.NotTwice,
        (StepState.WentThrough, true) => StepFate.NotTwice,
        (StepState.Waits, _) => StepFate.Follows,
        (StepState.Replaced, _) => StepFate.StaysReplaced,
        (_, true) when chosen => steps.Any(later => later.Sequence == step.Sequence && later.Id > step.Id && later.State is StepState.Waits or StepState.WentThrough) ? StepFate.TooLate : StepFate.GoesAgain,
        _ => StepFate.StaysGivenUp,
    };
}
