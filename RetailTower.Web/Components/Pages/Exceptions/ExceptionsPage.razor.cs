using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>The exception queue: by cause, as a list, and what is being done to many at once.</summary>
public sealed partial class ExceptionsPage
{
    private static readonly (string Tab, string Word)[] _tabs = [(CaseQuery.Groups, "Groups"), (CaseQuery.List, "List"), (CaseQuery.Operations, "Operations")];
    private CaseQuery _query = new();
    private BulkAsk? _ask;
    private CaseTable? _table;
    private ElementReference _search;
    private (long Case, CaseDeed Deed)? _begun;
    private CaseUndo? _undo;
    private string? _undone;
    private int _open;
    private string? _team;
    private string? _typed;
    private string? _sought;
    private string? _problem;
    private (string? Text, string? Find) _shown;

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery]
    public string? Group { get; set; }

    [SupplyParameterFromQuery]
    public string? Domain { get; set; }

    [SupplyParameterFromQuery]
    public string? Age { get; set; }

    [SupplyParameterFromQuery]
    public string? Owner { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? System { get; set; }

    [SupplyParameterFromQuery]
    public string? Work { get; set; }

    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery]
    public string? Find { get; set; }

    [SupplyParameterFromQuery]
    public bool Closed { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public long? Case { get; set; }

    /// <summary>The filters that have no chip of their own, each with the page without it.</summary>
    private IEnumerable<(string Label, CaseQuery Without)> Active
    {
        get
        {
            var plain = _query.Afresh();
            if (_query.Group is { } group) yield return (Cause(group), plain with { Group = null });
            if (_query.Domain is { } domain) yield return (SystemNames.Sentence(domain), plain with { Domain = null });
            if (AgeBand.Find(_query.Age) is { } band) yield return (band.Words, plain with { Age = null });
            if (Enum.TryParse<CaseKind>(_query.Kind, out var kind)) yield return (CaseWords.Word(kind), plain with { Kind = null });
            if (_query.System is { } system) yield return (SystemNames.Of(system), plain with { System = null });
            if (_query.Work is { } work) yield return (SystemNames.Sentence(SystemNames.Words(work)), plain with { Work = null });
            if (_query.Text is { } text) yield return ($"“{text}”", plain with { Text = null });
            if (_query.Find is { } find) yield return ($"message: {find}", plain with { Find = null });
        }
    }

    protected override void OnParametersSet()
    {
        var tab = Array.Exists(_tabs, one => one.Tab == Tab) ? Tab! : CaseQuery.Groups;
        _query = new CaseQuery(tab, Group, Domain, Age, Owner, Kind, System, Text, Closed, After, Case, Work, By, Find);
        if (_shown == (Text, Find)) return;
        _shown = (_typed, _sought) = (Text, Find);
        _problem = PayloadSearch.Read(Find).Problem;
    }

    private Viewer Who => Viewer with { Team = _team };

    protected override bool Concerns(Change change) => change.Area is ChangeAreas.Exceptions or ChangeAreas.Notices;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _open = await Desk.CountAsync(new CaseFilter(), cancellationToken);
        _team = await Teams.TeamOfAsync(Viewer.Name, cancellationToken);
    }

    private async Task SearchAsync()
    {
        _problem = PayloadSearch.Read(_sought).Problem;
        if (_problem is not null) return;
        Go((_query.Afresh() with { Text = Typed(_typed), Find = Typed(_sought) }).Address);
        await Js.InvokeVoidAsync("tower.keys.toPage");
    }

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private Task FindAsync() => _search.FocusAsync().AsTask();

    private void Close()
    {
        _begun = null;
        Go((_query with { Case = null }).Address, replace: true);
    }

    private async Task<string?> UndoAsync()
    {
        if (_undo is not { } undo) return null;
        _undo = null;
        var outcome = await Desk.UndoAsync(undo.Before, Viewer.Name, CancellationToken.None);
        _undone = CaseWords.Problem(outcome) ?? $"Undone: it is with {undo.Before.OwnerPerson ?? undo.Before.OwnerTeam} as before.";
        StateHasChanged();
        return _undone;
    }

    private void Ask(BulkAsk ask) => _ask = ask;

    private void Started(long operation)
    {
        _ask = null;
        Go(TowerUrls.Operation(operation));
    }

    // A fingerprint is system|operation|cause.
    private static string Cause(string fingerprint)
    {
        var parts = fingerprint.Split('|', 3);
        return parts.Length < 3 ? fingerprint : $"{SystemNames.Of(parts[0])} · {SystemNames.Words(parts[1])} · {(parts[2].Length > 40 ? parts[2][..40] + "…" : parts[2])}";
    }
}
