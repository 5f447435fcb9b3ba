using System.Diagnostics;
using System.Globalization;

namespace RetailTower.Tests.Million;

/// <summary>How long something took, in milliseconds, over many calls.</summary>
internal sealed record Timing(string What, int Calls, double P50, double P95, double Max)
{
    private static readonly Lock Writing = new();

    /// <summary>Measures so many calls, each with another number, after some that are not measured.</summary>
    public static async Task<Timing> OfAsync(string what, int calls, int warmUp, Func<int, Task<double>> call)
    {
        for (var n = 0; n < warmUp; n++) await call(calls + n);
        var took = new List<double>(calls);
        for (var n = 0; n < calls; n++) took.Add(await call(n));
        took.Sort();
        return new Timing(what, calls, took[calls / 2], took[(int)Math.Ceiling(calls * 0.95) - 1], took[^1]);
    }

    public static Task<Timing> OfCallsAsync(string what, int calls, int warmUp, Func<int, Task> call) => OfAsync(what, calls, warmUp, async n =>
    {
        var began = Stopwatch.GetTimestamp();
        await call(n);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    });

    /// <summary>Adds a line to the file of the run's results.</summary>
    public Timing Write(string folder)
    {
        lock (Writing) File.AppendAllText(Path.Combine(folder, "measured.txt"), ToString() + Environment.NewLine);
        return this;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What,-60} {Calls,5} calls   p50 {P50,7:0.0} ms   p95 {P95,7:0.0} ms   max {Max,7:0.0} ms");
}
