using System.Globalization;
using RetailTower.Engine.Live;
using RetailTower.Web.Drills;

namespace RetailTower.Web.Components.Pages.Drills;

/// <summary>Scripted outages: start them, watch them, see what they showed.</summary>
public sealed partial class DrillsPage
{
    private DrillRunning? _running;
    private IReadOnlyList<DrillResult> _results = [];
    private Dictionary<string, DrillResult> _latest = [];
    private int _seed = 1, _failed;
    private string? _said;

    // A drill is nothing that the tower works on; the beat shows how it goes.
    protected override bool Concerns(Change change) => false;

    protected override Task LoadAsync(CancellationToken cancellationToken)
    {
        (_running, _results) = (Room.Running, Room.Results);
        _latest = _results.GroupBy(result => result.Drill).ToDictionary(drill => drill.Key, drill => drill.First());
        _failed = _latest.Values.Count(result => result.Report?.Passed != true);
        return Task.CompletedTask;
    }

    private async Task StartAsync(IReadOnlyList<Drill> drills)
    {
        _said = Room.Start(drills, _seed, Viewer.Name) ? null : "Another drill is running on this node; it must end first.";
        await ReadNowAsync();
    }

    private static string Seconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");

    private static string Phase(DrillPhase phase) => phase switch
    {
        DrillPhase.Starting => "Starting its tower and systems",
        DrillPhase.Before => "All is well still",
        DrillPhase.Outage => "The outage",
        _ => "The outage is over; the last orders come through",
    };
}
