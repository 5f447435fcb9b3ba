using System.Diagnostics;
using RetailTower.Data;
using RetailTower.Data.Queries;
using RetailTower.Data.Sqlite;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Bench;

/// <summary>
/// One measured run: a tower in this process and a landscape in another one drive whole journeys over loopback; then, with the tower stopped, disk and HTTP
/// show what they would allow at best.
/// </summary>
internal sealed class BenchRun(BenchPlan plan)
{
    // What is measured is the tower, not the patience of simulated warehousemen: an order's delays add up to less than a second. Not 0, since the ERP would
    // then collect no notifications, which it does in life, and would send one for each change.
    private const double Pace = 0.1;
    private const int Centres = 2, Originals = 100;
    private const string AnyAddress = "http://127.0.0.1:0";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ProgressLine _progress = new();

    /// <exception cref="StartException">The landscape or the tower could not be started, or the folder already holds a tower's data.</exception>
    public async Task<(BenchReport Report, Outcome Outcome)> MeasureAsync(CancellationToken cancellationToken)
    {
        var directory = plan.DataDirectory ?? Path.Combine(Path.GetTempPath(), $"tower-bench-{Guid.NewGuid():N}");
        var options = new DatabaseOptions { DataDirectory = directory };
        if (File.Exists(options.SqliteFile)) throw new StartException($"{directory} already holds a tower's database; name an empty folder with --data-dir.");
        try
        {
            await using var landscape = await LandscapeChild.StartAsync(Pace, cancellationToken);
            var run = await DriveAsync(landscape, options, cancellationToken);
            _progress.Say("Measuring what the disk allows");
            var (rows, inserts) = await RawInserts.MeasureAsync(options.SqliteFile, run.Before, Path.Combine(directory, "bench.db"), cancellationToken);
            _progress.Say("Measuring what HTTP allows");
            var exchanges = await BareExchange.MeasureAsync(landscape.Address, run.Traffic, cancellationToken);
            return (Report(run, rows, inserts, exchanges), run.Outcome);
        }
        finally
        {
            _progress.End();
            if (plan.DataDirectory is null && Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<Driven> DriveAsync(LandscapeChild landscape, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var address = plan.Preload > 0 ? await PreloadAsync(landscape, options, cancellationToken) : AnyAddress;
        await using var tower = await StartTowerAsync(landscape, options, address, cancellationToken);
        using var face = new LandscapeFace(landscape.Address);
        using var acks = new AckMeter();
        var queries = await SettleAsync(tower, face, cancellationToken);
        var first = await queries.LastOrderAsync(cancellationToken);
        var placement = new Placement(face, queries, _progress);
        if (plan.WarmUp > 0) await placement.RunAsync(plan.WarmUp, plan.Lines, null, plan.UnderWay, cancellationToken);

        acks.Reset();
        var lastOrder = await queries.LastOrderAsync(cancellationToken);
        var before = RowMarks.Read(options.SqliteFile);
        var wire = await face.TallyAsync(cancellationToken);
        var (own, other) = (Environment.CpuUsage.TotalTime, landscape.ProcessorTime);
        var took = await placement.RunAsync(plan.Orders, plan.Lines, plan.Rate, plan.UnderWay, cancellationToken);
        (own, other) = (Environment.CpuUsage.TotalTime - own, landscape.ProcessorTime - other);
        var traffic = (await face.TallyAsync(cancellationToken)).Since(wire);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;

        _progress.Say("Asking every system for its books");
        return new Driven(
            took, own, other, traffic, peak, before, RowMarks.Read(options.SqliteFile).Bytes, acks.Read(), await queries.MilestonesAsync(lastOrder, cancellationToken),
            await queries.EventsAsync(before.LastRowOf("InboxMessages"), cancellationToken), await Outcome.JudgeAsync(placement.Placed, face, queries, first, cancellationToken));
    }

    /// <summary>
    /// Lets some orders run and fills the database with copies of them. Returns the address of the tower they ran on: the landscape knows it, and the next
    /// tower takes its place.
    /// </summary>
    private async Task<string> PreloadAsync(LandscapeChild landscape, DatabaseOptions options, CancellationToken cancellationToken)
    {
        RowMarks before;
        string address;
        await using (var tower = await StartTowerAsync(landscape, options, AnyAddress, cancellationToken))
        {
            using var face = new LandscapeFace(landscape.Address);
            var queries = await SettleAsync(tower, face, cancellationToken);
            before = RowMarks.Read(options.SqliteFile);
            await new Placement(face, queries, _progress).RunAsync(Math.Min(plan.Preload, Originals), plan.Lines, null, plan.UnderWay, cancellationToken);
            address = tower.Address.ToString();
        }

        var watch = Stopwatch.StartNew();
        new Preload(options.SqliteFile, before).Fill(plan.Preload, made => _progress.Show(made, plan.Preload, watch.Elapsed), cancellationToken);
        return address;
    }

    private static Task<TowerWebApplication> StartTowerAsync(LandscapeChild landscape, DatabaseOptions options, string address, CancellationToken cancellationToken) =>
        TowerWebApplication.StartAsync(new TowerStart { Urls = address, Settings = Settings(landscape, options) }, cancellationToken);

    /// <summary>Waits until tower and landscape know each other and the tower knows what it can sell.</summary>
    private async Task<RunQueries> SettleAsync(TowerWebApplication tower, LandscapeFace face, CancellationToken cancellationToken)
    {
        var queries = new RunQueries(tower.Services.GetRequiredService<TowerDatabase>());
        _progress.Say("Waiting until tower and landscape know each other");
        while (!await face.IsHeardAsync(cancellationToken) || !await queries.IsSettledAsync(Centres, cancellationToken)) await Task.Delay(Pause, cancellationToken);
        return queries;
    }

    private static Dictionary<string, string?> Settings(LandscapeChild landscape, DatabaseOptions options) => new()
    {
        ["Tower:DataDirectory"] = options.DataDirectory,
        ["Tower:Database:Provider"] = nameof(DatabaseProvider.Sqlite),
        ["Tower:Simulation:Enabled"] = "true",
        [TowerSettings.SimulationUrlKey] = landscape.Address.ToString(),
        // The standard output is the report's.
        ["Logging:Console:LogToStandardErrorThreshold"] = nameof(LogLevel.Trace),
    };

    private BenchReport Report(Driven run, long rows, TimeSpan inserts, TimeSpan exchanges)
    {
        double orders = plan.Orders, seconds = run.Took.TotalSeconds;
        var limit = orders / (inserts + exchanges).TotalSeconds;
        return new(
            plan.Orders, Math.Round(seconds, 3), Round(orders / seconds), Round(run.Events / orders), Round(rows / orders), Round(rows / seconds),
            Round(rows / inserts.TotalSeconds), Round(limit), Math.Round(orders / seconds / limit, 4), run.Acks, Times(run, order => order.ConfirmedAt), Times(run, order => order.ShippedAt),
            Math.Round((run.BytesAfter - run.Before.Bytes) / orders), Round(run.PeakBytes / 1024d / 1024d), Round(run.LandscapeCpu / (run.TowerCpu + run.LandscapeCpu)),
            run.Outcome.Lost, run.Outcome.Doubled, run.Outcome.OutOfOrder,
            new BenchStages(
                Round(run.TowerCpu.TotalMilliseconds / orders), Round(run.LandscapeCpu.TotalMilliseconds / orders), Round(inserts.TotalMilliseconds / orders),
                Round(exchanges.TotalMilliseconds / orders), Round((run.Traffic.Calls.Exchanges + run.Traffic.Webhooks.Exchanges) / orders)));
    }

    private static double Round(double number) => Math.Round(number, 2);

    private static Percentiles Times(Driven run, Func<OrderMilestones, DateTimeOffset?> milestone) =>
        Percentiles.Of(run.Milestones.Select(order => (milestone(order) - order.ReceivedAt)?.TotalMilliseconds).OfType<double>());

    private sealed record Driven(
        TimeSpan Took, TimeSpan TowerCpu, TimeSpan LandscapeCpu, WireTraffic Traffic, long PeakBytes, RowMarks Before, long BytesAfter, Percentiles Acks,
        IReadOnlyList<OrderMilestones> Milestones, int Events, Outcome Outcome);
}
