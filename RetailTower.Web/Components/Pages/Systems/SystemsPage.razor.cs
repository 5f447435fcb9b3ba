using Microsoft.AspNetCore.Components;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Systems;

/// <summary>The lanes to the systems, with their switches, and what came in and does not flow.</summary>
public sealed partial class SystemsPage
{
    private IReadOnlyList<LaneView> _lanes = [];
    private DateTimeOffset _now;
    private LaneView? _pausing;
    private string? _said;
    private bool _busy;

    /// <summary>The lane that a link meant.</summary>
    [SupplyParameterFromQuery]
    public string? System { get; set; }

    private ScreenState Worst => _lanes.Select(lane => LaneWords.State(lane, _now)).MaxBy(state => state switch
    {
        ScreenState.Breach => 3,
        ScreenState.Attention => 2,
        ScreenState.Unknown => 1,
        _ => 0,
    });

    private string Summary => _lanes.Count(lane => LaneWords.State(lane, _now) != ScreenState.Ok) is var unwell && unwell == 0 ? "All flow" : $"{unwell} of {_lanes.Count} not flowing freely";

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Lanes;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var lanes = await Desk.ListAsync(cancellationToken);
        var uncalled = Connectors.All.Where(connector => lanes.All(lane => lane.System != connector.System)).Select(connector => Desk.Uncalled(connector.System));
        _lanes = [.. lanes.Concat(uncalled).OrderBy(lane => Connectors.Find(lane.System)?.Role).ThenBy(lane => lane.System, StringComparer.Ordinal)];
        _now = Clock.GetUtcNow();
    }

    private Task PauseAsync(string reason) => SwitchAsync(async lane =>
        await Desk.PauseAsync(lane.System, Viewer.Name, reason, CancellationToken.None)
            ? $"{SystemNames.Of(lane.System)} is paused."
            : $"{SystemNames.Of(lane.System)} was paused already.", _pausing!);

    private Task ResumeAsync(LaneView lane) => SwitchAsync(async resumed =>
        await Desk.ResumeAsync(resumed.System, Viewer.Name, CancellationToken.None)
            ? $"{SystemNames.Of(resumed.System)} sends again."
            : $"{SystemNames.Of(resumed.System)} was not paused.", lane);

    private Task ProbeAsync(LaneView lane) => SwitchAsync(async probed =>
        await Desk.ProbeAsync(probed.System, Viewer.Name, CancellationToken.None)
            ? $"The next message to {SystemNames.Of(probed.System)} goes alone, now."
            : $"{SystemNames.Of(probed.System)} does not need a probe any more.", lane);

    private async Task SwitchAsync(Func<LaneView, Task<string>> action, LaneView lane)
    {
        _busy = true;
        try
        {
            _said = await action(lane);
            _pausing = null;
            await ReadNowAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
