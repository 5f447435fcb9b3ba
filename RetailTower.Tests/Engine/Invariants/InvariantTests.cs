using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using Xunit;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>
/// Whatever happens in whatever sequence, what must never happen does not: arrivals, failures, lost answers, two processes that end between any two steps,
/// and people who retry, on the real stores. A failure names the seed that makes it happen again.
/// </summary>
[Collection(Alone.Name)]
public sealed class InvariantTests
{
    private const int MostSteps = 24;

    private static long Scripts => long.Parse(Environment.GetEnvironmentVariable("TOWER_TEST_SCRIPTS") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whatever_happens_nothing_is_lost_doubled_overtaken_or_forgotten()
    {
        var free = new ConcurrentBag<World>();
        try
        {
            await Step.Any.List[1, MostSteps].SampleAsync(async script =>
            {
                if (!free.TryTake(out var world)) world = await World.StartAsync();
                await world.RunAsync(script);
                free.Add(world);
            }, iter: Scripts, print: script => string.Join(" ", script));
        }
        finally
        {
            foreach (var world in free) await world.DisposeAsync();
        }
    }
}
