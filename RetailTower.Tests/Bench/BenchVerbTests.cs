using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Tests.Host;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Bench;

/// <summary>The program measures itself: a tower and a landscape, two processes, whole journeys.</summary>
[Collection(Alone.Name)]
public sealed class BenchVerbTests
{
    private const int Orders = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_measures_whole_journeys_and_their_limit_and_its_figures_add_up()
    {
        var (exit, output, error) = await TowerProcess.RunAsync($"bench --orders {Orders} --warm-up 10 --lines 2 --json", Stop);

        exit.ShouldBe(0, error);
        var report = JsonSerializer.Deserialize<JsonElement>(output);
        foreach (var mistake in new[] { "lost", "doubled", "outOfOrder" }) report.GetProperty(mistake).GetInt32().ShouldBe(0, mistake);
        report.GetProperty("orders").GetInt32().ShouldBe(Orders);
        var (seconds, perSecond) = (Number("seconds"), Number("ordersPerSecond"));
        (perSecond * seconds).ShouldBe(Orders, 0.5);
        Number("limitRatio").ShouldBe(perSecond / Number("limitOrdersPerSecond"), 0.001);
        // Both halves of the limit, together, make it; stages are rounded to hundredths of a millisecond.
        var stages = report.GetProperty("stages");
        (1000 / (stages.GetProperty("storeMs").GetDouble() + stages.GetProperty("httpMs").GetDouble())).ShouldBe(Number("limitOrdersPerSecond"), Number("limitOrdersPerSecond") * 0.05);
        (Number("rowsPerOrder") * Orders / seconds).ShouldBe(Number("rowsPerSecond"), Number("rowsPerSecond") * 0.01);
        Number("eventsPerOrder").ShouldBeGreaterThan(10);
        Number("bytesPerOrder").ShouldBeGreaterThan(1000);
        Number("landscapeCpuShare").ShouldBeInRange(0.01, 0.99);
        foreach (var times in new[] { "ackMs", "confirmMs", "shipMs" })
        {
            var values = new[] { "p50", "p95", "p99" }.Select(name => report.GetProperty(times).GetProperty(name).GetDouble()).ToArray();
            values[0].ShouldBeGreaterThan(0, times);
            values.ShouldBe(values.Order().ToArray(), times);
        }

        double Number(string name) => report.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task A_preloaded_database_holds_copies_of_whole_orders_and_the_run_goes_on_behind_them()
    {
        var directory = TowerHost.NewDirectory();

        var (exit, output, error) = await TowerProcess.RunAsync($"bench --orders 10 --warm-up 0 --preload 250 --lines 2 --data-dir {directory} --json", Stop);

        exit.ShouldBe(0, error);
        JsonSerializer.Deserialize<JsonElement>(output).GetProperty("orders").GetInt32().ShouldBe(10);
        await using (var tower = await TowerHost.StartAsync(Stop, dataDirectory: directory))
            await ShouldHoldWholeOrdersAsync(new RunQueries(tower.Tower.Services.GetRequiredService<TowerDatabase>()));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_folder_that_holds_a_towers_data_is_left_alone()
    {
        var directory = Directory.CreateTempSubdirectory("tower-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "tower.db"), "a tower's", Stop);

        var (exit, _, error) = await TowerProcess.RunAsync($"bench --orders 1 --data-dir {directory}", Stop);

        exit.ShouldBe(1);
        error.ShouldContain("--data-dir");
        (await File.ReadAllTextAsync(Path.Combine(directory, "tower.db"), Stop)).ShouldBe("a tower's");
        Directory.Delete(directory, recursive: true);
    }

    private static async Task ShouldHoldWholeOrdersAsync(RunQueries queries)
    {
        var orders = await queries.MilestonesAsync(0, Stop);
        // 100 originals, three copies of each, and the run.
        orders.Count.ShouldBe(410);
        orders.ShouldAllBe(order => order.Status == OrderStatus.Completed);
        orders.Select(order => order.Number).Distinct().Count().ShouldBe(410);
        var traces = await queries.TracesAsync(0, 1000, Stop);
        traces.Count.ShouldBe(410);
        traces.Select(OrderSequence.FindFault).ShouldAllBe(fault => fault == null);
        traces.ShouldAllBe(trace => trace.Inbox.Count > 5 && trace.Outbox.Count > 3);
    }
}
