using System.Diagnostics;
using RetailTower.Data;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Web.Bench;

namespace RetailTower.Web.Drills;

/// <summary>
/// The scene of one drill: a landscape and one or more towers, each a process of its own, on a folder that is gone afterwards. Nothing of it touches the
/// tower that somebody works with. What happens is seen from outside only: in the database and in the books of the systems.
/// </summary>
internal sealed class DrillStage : IAsyncDisposable
{
    private const double Pace = 0.1;
    private const int Centres = 2, Lines = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationToken _stop;
    private readonly string _directory;
    private readonly LandscapeChild _landscape;
    private readonly LandscapeFace _face;
    private readonly ServiceProvider _data;
    private readonly List<TowerChild> _towers = [];
    private readonly List<string> _urls = [], _placed = [];
    private readonly (string, string)[] _environment;
    private readonly Action<DrillMoment> _progress;
    private long _firstOrder, _firstCase;
    private long? _began, _ended, _detected;
    private int _peakDepth;

    private DrillStage(LandscapeChild landscape, string directory, IEnumerable<(string, string)> settings, int seed, Action<DrillMoment> progress, CancellationToken cancellationToken)
    {
        (_landscape, _directory, _stop, _progress, Luck) = (landscape, directory, cancellationToken, progress, new Random(seed));
        _face = new LandscapeFace(landscape.Address);
        _environment =
        [
            ("Tower__DataDirectory", directory), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__Url", landscape.Address.ToString()), ("Tower__Database__Provider", "Sqlite"), .. settings,
        ];
        _data = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddTowerData(new DatabaseOptions { DataDirectory = directory }).BuildServiceProvider();
    }

    /// <summary>Every choice of the script comes from here, so that a seed repeats it.</summary>
    public Random Luck { get; }

    public string Directory => _directory;

    private OutageQueries Outages => _data.GetRequiredService<OutageQueries>();

    private RunQueries Runs => _data.GetRequiredService<RunQueries>();

    /// <summary>Starts everything and waits until tower and landscape know each other.</summary>
    public static async Task<DrillStage> OpenAsync(Drill drill, int seed, Action<DrillMoment> progress, CancellationToken cancellationToken)
    {
        progress(new DrillMoment(DrillPhase.Starting, 0, null));
        var settings = drill.Settings().ToList();
        var landscape = await LandscapeChild.StartAsync(Pace, cancellationToken, seed);
        var stage = new DrillStage(landscape, Path.Combine(Path.GetTempPath(), $"tower-drill-{Guid.NewGuid():N}"), settings, seed, progress, cancellationToken);
        try
        {
            for (var tower = 0; tower < drill.Towers; tower++)
            {
                stage._urls.Add($"http://127.0.0.1:{LastingPort.Find()}");
                // The systems' webhooks go to the first; whoever else there is shares its work.
                stage._towers.Add(await TowerChild.StartAsync(stage._urls[^1], [.. stage._environment, ("Tower__PublicUrl", stage._urls[0])], cancellationToken));
            }

            while (!await stage._face.IsHeardAsync(cancellationToken) || !await stage.Runs.IsSettledAsync(Centres, cancellationToken)) await Task.Delay(Look, cancellationToken);
            stage._firstOrder = await stage.Runs.LastOrderAsync(cancellationToken);
            stage._firstCase = await stage.Outages.LastCaseAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has orders placed at this rate per second from now on.</summary>
    public async Task PlaceAsync(int count, double rate) => _placed.AddRange(await _face.PlaceAsync(count, rate, Lines, _stop));

    /// <summary>Lets a system fail; the first fault of a drill begins its outage.</summary>
    /// <param name="system">A system's name, or * for all.</param>
    /// <param name="kind">One of the landscape's kinds of faults.</param>
    /// <param name="share">Share of calls or webhooks that it strikes.</param>
    public async Task FailAsync(string system, string kind, double share)
    {
        await _face.FailAsync(system, kind, share, _stop);
        Begin();
    }

    public void Begin() => _began ??= Stopwatch.GetTimestamp();

    /// <summary>The outage is over.</summary>
    public async Task HealAsync()
    {
        await _face.HealAsync(_stop);
        _ended = Stopwatch.GetTimestamp();
    }

    public Task KillAsync(int tower) => _towers[tower].KillAsync();

    /// <param name="settings">Settings of this start only.</param>
    public async Task RestartAsync(int tower, params (string Name, string Value)[] settings)
    {
        await _towers[tower].DisposeAsync();
        _towers[tower] = await TowerChild.StartAsync(_urls[tower], [.. _environment, ("Tower__PublicUrl", _urls[0]), .. settings], _stop);
    }

    /// <summary>How the first tower answers its health check.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{_urls[0]}/health/ready", _stop);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Lets time go by and watches meanwhile.</summary>
    public async Task WatchAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time) await LookAsync();
    }

    /// <summary>Watches until it is so.</summary>
    /// <returns>False when the patience ended first.</returns>
    public async Task<bool> WatchUntilAsync(Func<OutageMoment, bool> condition, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience)
            if (condition(await LookAsync())) return true;
        return false;
    }

    /// <summary>A person retries every case that can be put right.</summary>
    public async Task RetryAsync()
    {
        var recovery = new RecoveryStore(_data.GetRequiredService<TowerDatabase>(), _data.GetRequiredService<CaseQueries>(), TimeProvider.System);
        foreach (var id in await Outages.CurableAsync(_firstCase, _stop)) await recovery.ActAsync(RecoveryAction.Retry, id, null, "drill", _stop);
    }

    /// <summary>Waits until all orders are through, or nothing more can be hoped for, and judges.</summary>
    public async Task<DrillReport> JudgeAsync(Drill drill, int seed, TimeSpan took)
    {
        var ended = _ended ?? Stopwatch.GetTimestamp();
        await WatchUntilAsync(now => now.Completed >= _placed.Count && now.Unsent == 0 && now.Opened == now.AutoResolved, drill.DrainWithin * 2);
        var drained = Stopwatch.GetElapsedTime(ended);
        var last = await LookAsync();
        var outcome = await Outcome.JudgeAsync(_placed, _face, Runs, _firstOrder, _stop, drill.ClockAhead);
        var detected = _detected is { } at && _began is { } began ? Stopwatch.GetElapsedTime(began, at) : (TimeSpan?)null;
        List<Expectation> expectations = [];
        if (drill.DetectWithin is { } within) Expect($"seen within {within.TotalSeconds:0} s", detected is { } seen ? $"{seen.TotalSeconds:0.0} s" : "never", detected <= within);
        Expect($"drained within {drill.DrainWithin.TotalSeconds:0} s", $"{drained.TotalSeconds:0.0} s", drained <= drill.DrainWithin);
        Expect(drill.CasesExpected ? "every exception closed itself" : "no exception opened", $"{last.Opened} opened, {last.AutoResolved} closed", last.Opened == (drill.CasesExpected ? last.AutoResolved : 0));
        Expect("nothing lost, doubled or out of order", $"{outcome.Lost}, {outcome.Doubled}, {outcome.OutOfOrder}", outcome.Good);
        return new DrillReport(
            drill.Name, seed, expectations.TrueForAll(it => it.Held), _placed.Count, detected is { } after ? Math.Round(after.TotalMilliseconds) : null, _peakDepth, Math.Round(drained.TotalMilliseconds), last.Opened, last.AutoResolved,
            outcome.Lost, outcome.Doubled, outcome.OutOfOrder, Math.Round((took + drained).TotalSeconds, 1), expectations, outcome.Faults);

        void Expect(string what, string was, bool held) => expectations.Add(new Expectation(what, was, held));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tower in _towers) await tower.DisposeAsync();
        await _data.DisposeAsync();
        _face.Dispose();
        await _landscape.DisposeAsync();
        if (System.IO.Directory.Exists(_directory)) System.IO.Directory.Delete(_directory, recursive: true);
    }

    private async Task<OutageMoment> LookAsync()
    {
        var now = await Outages.MomentAsync(_firstOrder, _firstCase, _stop);
        _peakDepth = Math.Max(_peakDepth, now.Depth);
        _progress(new DrillMoment(_began is null ? DrillPhase.Before : _ended is null ? DrillPhase.Outage : DrillPhase.After, _placed.Count, now));
        if (_began is not null && _ended is null && (now.Unwell.Count > 0 || now.Opened > 0)) _detected ??= Stopwatch.GetTimestamp();
        await Task.Delay(Look, _stop);
        return now;
    }
}
