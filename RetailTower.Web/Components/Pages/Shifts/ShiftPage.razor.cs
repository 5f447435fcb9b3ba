using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Shifts;

/// <summary>What a shift did, what it leaves, and the note for whoever comes next.</summary>
public sealed partial class ShiftPage
{
    private ShiftSpan _span = ShiftSpan.Of(null, null, null);
    private ShiftReport? _report;
    private string _for = CaseWords.Teams[0];
    private string _note = "";
    private string? _said;
    private bool _mine;

    [SupplyParameterFromQuery]
    public int? Hours { get; set; }

    /// <summary>Its end, in UTC; up to now when it is missing.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [SupplyParameterFromQuery]
    public string? Team { get; set; }

    protected override object? Inputs => _span;

    protected override TimeSpan Pace => TimeSpan.FromSeconds(5);

    protected override void OnParametersSet() => _span = ShiftSpan.Of(Hours, To, Team);

    protected override bool Concerns(Change change) => change.Area is ChangeAreas.Notices or ChangeAreas.Operations;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (from, to) = _span.Span(Clock.GetUtcNow());
        _report = await Desk.ShiftAsync(from, to, _span.Team, cancellationToken);
        if (_mine) return;
        // Chosen once: what the viewer chose since stays.
        _mine = true;
        _for = await Desk.TeamOfAsync(Viewer.Name, cancellationToken) ?? _for;
    }

    private bool Happened(string team) => _report is { } report && (report.Opened.Any(it => it.Team == team) || report.Closed.Any(it => it.Team == team) || report.Open.Any(it => it.Team == team));

    private IEnumerable<ShiftOpen> Open(string team) => _report!.Open.Where(it => it.Team == team);

    private async Task HandOverAsync()
    {
        await Desk.HandOverAsync(_for, _note, Viewer.Name, CancellationToken.None);
        (_note, _said) = ("", $"{_for} sees your note on Exceptions until somebody takes over.");
    }

    private Task PrintAsync() => Js.InvokeVoidAsync("print").AsTask();
}
