using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;

namespace RetailTower.Web.Model;

/// <summary>Times of steps in words.</summary>
public static class StepTimesWords
{
    public static string Step(string step) => SystemNames.Sentence(OrderWords.Step(step));

    /// <summary>Whose events or orders a time is for.</summary>
    /// <param name="of">An originator, a brand or a centre; null for all.</param>
    public static string Of(string? of, IReadOnlyCollection<string> centres) => of is not null && centres.Contains(of) ? $"At {SystemNames.Of(of)}" : ScopeWords.Orders(of);

    /// <summary>What is other than in the settings.</summary>
    public static string Of(StepTimes times) => times.Rules.Count == 0 ? "nothing" : string.Join("; ", Sorted(times.Rules).Select(rule => $"{Where(rule.Step, rule.Of)}: {SpanText.Of(rule.Within)}"));

    /// <summary>What one says otherwise than another; empty when they say the same.</summary>
    public static string Change(StepTimes from, StepTimes to) => string.Join("; ", Changed(from, to).Select(it => $"{Where(it.Step, it.Of)}: {Say(to.Rule(it.Step, it.Of))}, was {Say(from.Rule(it.Step, it.Of))}"));

    /// <summary>The rules that one has otherwise than another.</summary>
    public static IReadOnlyList<StepTimeRule> Changed(StepTimes from, StepTimes to) =>
        [.. Sorted(from.Rules.Concat(to.Rules).DistinctBy(rule => (rule.Step, rule.Of))).Where(rule => from.Rule(rule.Step, rule.Of) != to.Rule(rule.Step, rule.Of))];

    private static IEnumerable<StepTimeRule> Sorted(IEnumerable<StepTimeRule> rules) =>
        rules.OrderBy(rule => ExpectedSteps.All.Index().First(it => it.Item.Name == rule.Step).Index).ThenBy(rule => rule.Of, StringComparer.Ordinal);

    private static string Where(string step, string? of) => of is null ? Step(step) : $"{Step(step)} ({ScopeWords.Of(of)})";

    private static string Say(TimeSpan? within) => within is { } time ? SpanText.Of(time) : "as for all";
}
