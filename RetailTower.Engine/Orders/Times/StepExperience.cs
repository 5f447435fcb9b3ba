using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Times;

/// <summary>How long a step of one order took.</summary>
/// <param name="System">The system that told of the event; null for the ERP.</param>
public sealed record StepTook(string Step, string Origin, string? System, TimeSpan Took);

/// <summary>What can be learned from how long steps of many orders took, as their history tells it.</summary>
public sealed class StepExperience(IReadOnlyList<StepTook> all, Brands brands)
{
    /// <summary>Fewer say nothing of the slowest hundredth.</summary>
    public const int Least = 100;

    private const double Share = 0.99;
    private const int Margin = 3;

    /// <summary>Kinds of history that it follows from.</summary>
    internal static IReadOnlyCollection<string> Kinds { get; } = new HashSet<string>(
        [.. new[] { Trigger.Release, Trigger.CentreAccepted, Trigger.Picked, Trigger.Packed, Trigger.Shipped, Trigger.Invoiced, Trigger.Paid, Trigger.AskReturn, Trigger.GoodsReturned }.Select(it => it.ToString()), GoodsInspected.Type]);

    /// <summary>How many of them there are, of all, of an originator, a brand or a centre.</summary>
    public int Count(string step, string? of) => Of(step, of).Count();

    /// <summary>How many of them took longer.</summary>
    public int Later(string step, string? of, TimeSpan than) => Of(step, of).Count(it => it.Took > than);

    /// <summary>Three times what 99 of 100 did not exceed, as a time that one can say; null with fewer than <see cref="Least"/> of them.</summary>
    public TimeSpan? Suggestion(string step, string? of)
    {
        var took = Of(step, of).Select(it => it.Took).Order().ToList();
        return took.Count < Least ? null : Round(took[(int)Math.Ceiling(took.Count * Share) - 1] * Margin);
    }

    internal static StepExperience Of(IEnumerable<StepHistory> orders, Brands brands) => new([.. orders.SelectMany(Steps)], brands);

    /// <summary>Whoever awaits an event gives it its time when what it follows from happens, and anew when that happens again.</summary>
    private static IEnumerable<StepTook> Steps(StepHistory order)
    {
        if (order is { SubmittedAt: { } submitted, ConfirmedAt: { } confirmed } && confirmed >= submitted) yield return new(ExpectedSteps.ErpReview, order.Origin, null, confirmed - submitted);
        var (released, accepting, shipping) = (new Dictionary<string, DateTimeOffset>(), new HashSet<string>(), new Dictionary<string, DateTimeOffset>());
        var (returning, came) = (new Dictionary<string, DateTimeOffset>(), new Dictionary<string, DateTimeOffset>());
        DateTimeOffset? shipped = null, invoiced = null;
        foreach (var it in order.Events)
        {
            switch (it.What)
            {
                case nameof(Trigger.Release) when it.Detail?.Split(' ')[0] is { } centre:
                    released[centre] = it.At;
                    accepting.Add(centre);
                    break;
                case nameof(Trigger.CentreAccepted) or nameof(Trigger.Picked) or nameof(Trigger.Packed) or nameof(Trigger.Shipped):
                    if (released.TryGetValue(it.Source, out var since) && accepting.Remove(it.Source)) yield return new(ExpectedSteps.CentreAccepts, order.Origin, it.Source, it.At - since);
                    if (it.What == nameof(Trigger.Shipped)) (shipped, shipping[it.Source]) = (it.At, it.At);
                    break;
                case nameof(Trigger.Invoiced):
                    if (shipped is { } left) yield return new(ExpectedSteps.Invoice, order.Origin, null, it.At - left);
                    (shipped, invoiced) = (null, invoiced ?? it.At);
                    break;
                case nameof(Trigger.Paid) when invoiced is { } asked:
                    yield return new(ExpectedSteps.Payment, order.Origin, null, it.At - asked);
                    invoiced = null;
                    break;
                case nameof(Trigger.AskReturn) when it.Detail is { } rma:
                    returning.TryAdd(rma, it.At);
                    break;
                case nameof(Trigger.GoodsReturned) when it.Detail is { } rma && returning.TryGetValue(rma, out var wanted):
                    yield return new(ExpectedSteps.ReturnArrives, order.Origin, it.Source, it.At - wanted);
                    (returning[rma], came[rma]) = (it.At, it.At);
                    break;
                case GoodsInspected.Type when it.Detail?.Split(':')[0] is { } rma && came.Remove(rma, out var there):
                    yield return new(ExpectedSteps.ReturnInspected, order.Origin, it.Source, it.At - there);
                    break;
            }
        }

        foreach (var (centre, last) in shipping)
            if (released.TryGetValue(centre, out var since) && last >= since) yield return new(ExpectedSteps.Shipping, order.Origin, centre, last - since);
    }

    private IEnumerable<StepTook> Of(string step, string? of) => all.Where(it => it.Step == step && (of is null || it.Origin == of || it.System == of || (OrderScope.Brand(of) is { } brand && brands.Of(it.Origin) == brand)));

    /// <summary>Up to whole seconds, minutes, five minutes or hours, as its length is.</summary>
    private static TimeSpan Round(TimeSpan span)
    {
        var unit = span.TotalMinutes < 2 ? TimeSpan.FromSeconds(5) : span.TotalHours < 1 ? TimeSpan.FromMinutes(1) : span.TotalHours < 12 ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(1);
        return unit * Math.Max(1, Math.Ceiling(span / unit));
    }
}
