namespace RetailTower.Web.Bench;

/// <summary>Percentiles of a set of times, in milliseconds; zero when there were none.</summary>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new(At(0.50), At(0.95), At(0.99));

        double At(double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 2);
    }
}
