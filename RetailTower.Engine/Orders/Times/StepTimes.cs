using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Times;

/// <summary>A step's time where it is not the usual one.</summary>
/// <param name="Step">One of <see cref="ExpectedSteps"/>.</param>
/// <param name="Of">Only for orders of this originator or brand (<see cref="OrderScope"/>), or for events of this centre; null for all.</param>
public sealed record StepTimeRule(string Step, string? Of, TimeSpan Within);

/// <summary>By when the events of each step must come. A rule for a centre goes before one for an originator, that before one for a brand, that before one for all, and that before the settings.</summary>
public sealed record StepTimes(OrderPolicies Usual, IReadOnlyList<StepTimeRule> Rules)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromDays(365);

    public Brands Brands { get; init; } = Brands.None;

    /// <param name="origin">The system that the order came from.</param>
    /// <param name="system">The system that tells of the event.</param>
    public TimeSpan Of(string step, string? origin, string? system) => First(step, OrderScope.Around(origin, null, Brands).Prepend(system));

    /// <summary>The time of a column: of all orders, of an originator's or a brand's, or of a centre's events.</summary>
    /// <param name="of">Null for all.</param>
    public TimeSpan In(string step, string? of) => First(step, OrderScope.From(of, Brands));

    /// <summary>What a rule of exactly this says; null where there is none.</summary>
    public TimeSpan? Rule(string step, string? of) => Rules.FirstOrDefault(rule => rule.Step == step && rule.Of == of)?.Within;

    /// <summary>The same with that rule instead of one of the same step and system; without any for null.</summary>
    public StepTimes With(string step, string? of, TimeSpan? within)
    {
        var rest = Rules.Where(rule => rule.Step != step || rule.Of != of);
        return this with { Rules = within is { } time ? [.. rest, new StepTimeRule(step, of, time)] : [.. rest] };
    }

    private TimeSpan First(string step, IEnumerable<string?> scopes) =>
        (Rules.Count == 0 ? null : scopes.Select(of => Rule(step, of)).FirstOrDefault(time => time is not null)) ?? ExpectedSteps.Of(step).Usual(Usual);
}
