using RetailTower.Data.Queries;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Controls;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Tower;

/// <summary>Home: is all well, and if not, what first.</summary>
public sealed partial class TowerPage
{
    private const int GroupsShown = 6;
    private static readonly List<string> _bands = [.. AgeBand.All.Select(band => band.Head)];
    private readonly IReadOnlyList<PageKey> _keys;
    private TowerFigures? _figures;
    private IReadOnlyList<CaseGroup> _groups = [];
    private IReadOnlyList<double?> _orders = [];
    private IReadOnlyList<double?> _p95 = [];
    private IReadOnlyList<LatencyPoint> _latency = [];
    private IReadOnlyList<HeatRow> _heat = [];
    private (ScreenState State, string Word) _overall;
    private ScreenState _cases;
    private IReadOnlyList<LaneRow> _lanes = [];
    private int _late;

    public TowerPage() => _keys =
    [
        new PageKey("1", "open the first decision", () =>
        {
            if (_groups.Count > 0) Go(TowerUrls.Group(_groups[0].Fingerprint));
            return Task.CompletedTask;
        }),
    ];

    // Every figure here moves with all that happens; more often than once a second nobody reads them.
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    protected override bool Concerns(Change change) => change.Area != ChangeAreas.Operations;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var figures = await Board.ReadAsync(cancellationToken);
        _groups = await Cases.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, cancellationToken);
        Arrange(figures);
        _figures = figures;
    }

    private void Arrange(TowerFigures figures)
    {
        // The minute that has only begun would draw a fall that is none.
        var whole = figures.Minutes.SkipLast(1).ToList();
        _orders = [.. whole.Select(minute => (double?)minute.Orders)];
        _latency = [.. figures.Minutes.Select(minute => minute.Confirmation is { Count: > 0 } spans
            ? new LatencyPoint(minute.Minute, spans.P50, spans.P95, spans.P99)
            : new LatencyPoint(minute.Minute, null, null, null))];
        _p95 = [.. _latency.Select(point => point.P95?.TotalSeconds)];
        _heat = [.. figures.Ages.Select(row => new HeatRow(
            SystemNames.Sentence(row.Domain),
            [.. row.Counts.Select((count, column) => new HeatCell(count, List(row.Domain, AgeBand.All[column].Name), column >= 2 ? ScreenState.Breach : ScreenState.Attention))],
            List(row.Domain, null)))];
        _lanes = LaneWords.WithUncalled(figures.Lanes, Connectors);
        var unwell = _lanes.Where(lane => lane.Paused || LaneWords.Rests(lane, figures.At)).ToList();
        var worstLane = unwell.Exists(lane => LaneWords.State(lane, figures.At) == ScreenState.Breach) ? ScreenState.Breach : ScreenState.Attention;
        _late = _groups.Count(group => group.NextDueAt <= figures.At);
        _cases = TowerWords.Cases(figures, _late);
        var states = new[] { TowerWords.Confirmation(figures), TowerWords.Stuck(figures), _cases, unwell.Count == 0 ? ScreenState.Ok : worstLane };
        _overall = states.Contains(ScreenState.Breach) ? (ScreenState.Breach, "Action needed")
            : states.Contains(ScreenState.Attention) ? (ScreenState.Attention, "Needs a look")
            : (ScreenState.Ok, "All is well");
    }

    private static string Stuck(StuckMessages stuck)
    {
        (int Count, string Word)[] parts = [(stuck.Failed, "failed"), (stuck.Parked, "not understood"), (stuck.Late, "late"), (stuck.Waiting, "waiting for their order")];
        var said = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Wording.Count(part.Count)} {part.Word}"));
        return said.Length > 0 ? said : "Everything received is worked on";
    }

    private static string List(string domain, string? age) => Query.Address(TowerUrls.Exceptions, ("tab", "list"), ("domain", domain), ("age", age));
}
