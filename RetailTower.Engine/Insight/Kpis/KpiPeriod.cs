namespace RetailTower.Engine.Insight.Kpis;

/// <summary>Whole UTC hours that are looked at together, in parts of equal length.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Step">Hours of one part.</param>
public sealed record KpiPeriod(DateTimeOffset From, DateTimeOffset To, int Step)
{
    private static readonly (string Name, int Parts, int Step)[] Known = [("24h", 24, 1), ("7d", 28, 6), ("30d", 30, 24)];

    /// <summary>The periods that can be asked for by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(it => it.Name)];

    public int Parts => (int)((To - From).TotalHours / Step);

    /// <summary>As many hours before it.</summary>
    public KpiPeriod Before => this with { From = From - (To - From), To = From };

    /// <summary>The period of that name that ends with the part which is running now; the first of them for any other name.</summary>
    public static KpiPeriod Of(string? name, DateTimeOffset now)
    {
        var (_, parts, step) = Array.Find(Known, it => it.Name == name) is { Name: not null } known ? known : Known[0];
        var to = new DateTimeOffset(now.UtcTicks / (step * TimeSpan.TicksPerHour) * (step * TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(step);
        return new KpiPeriod(to.AddHours(-parts * step), to, step);
    }

    /// <summary>The beginning of the UTC hour.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Beginning and end of one part.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Part(int slot) => (From.AddHours(slot * Step), From.AddHours((slot + 1) * Step));
}
