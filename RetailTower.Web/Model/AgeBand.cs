using RetailTower.Engine.Insight;

namespace RetailTower.Web.Model;

/// <summary>The five ages of open exceptions, as columns of the heat table and as a filter of the list behind each cell.</summary>
/// <param name="Name">The band in the address: <c>5m</c>, <c>1h</c>, <c>4h</c>, <c>24h</c>, <c>older</c>.</param>
/// <param name="Head">The band as a column's head.</param>
/// <param name="Words">The band as a filter's words.</param>
public sealed record AgeBand(string Name, string Head, string Words, TimeSpan? Min, TimeSpan? Max)
{
    public static IReadOnlyList<AgeBand> All { get; } = Build();

    public static AgeBand? Find(string? name) => All.FirstOrDefault(band => band.Name == name);

    private static List<AgeBand> Build()
    {
        var bands = new List<AgeBand>();
        TimeSpan? below = null;
        foreach (var bound in DomainAges.Bounds)
        {
            var words = bound is null ? $"older than {Span(below!.Value)}" : below is null ? $"under {Span(bound.Value)}" : $"{Span(below.Value)} to {Span(bound.Value)}";
            bands.Add(new AgeBand(bound is null ? "older" : Span(bound.Value).Replace(" ", "", StringComparison.Ordinal), bound is null ? "older" : $"< {Span(bound.Value)}", words, below, bound));
            below = bound;
        }

        return bands;
    }

    private static string Span(TimeSpan span) => span.TotalHours >= 1 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalMinutes} m";
}
