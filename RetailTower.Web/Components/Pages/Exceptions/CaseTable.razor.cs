using Microsoft.AspNetCore.Components;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>Exceptions one by one, to be opened and selected.</summary>
public sealed partial class CaseTable
{
    private const int PageSize = 50;
    private readonly LiveRows<long, CaseRow> _rows = new(row => row.Id);
    private readonly Dictionary<long, ElementReference> _elements = [];
    private readonly HashSet<long> _selected = [];
    private IReadOnlyList<PageKey> _keys = [];
    private IReadOnlyDictionary<string, CaseTrackRecord> _records = new Dictionary<string, CaseTrackRecord>();
    private DateTimeOffset _seenAt;
    private object? _listed;
    private string? _next;
    private CaseScan? _scan;
    private CaseFilter? _counted;
    private int _unread;
    private int _matching;
    private bool _read;
    private bool _looking;
    private bool _all;
    private long? _at;

    [Parameter, EditorRequired]
    public required CaseQuery Query { get; set; }

    [Parameter, EditorRequired]
    public required Viewer Viewer { get; set; }

    /// <summary>The viewer wants to do something to what is selected.</summary>
    [Parameter, EditorRequired]
    public EventCallback<BulkAsk> OnBulk { get; set; }

    /// <summary>The viewer wants to do something to one exception, in its drawer, which opens next.</summary>
    [Parameter, EditorRequired]
    public EventCallback<(long Id, CaseDeed Deed)> OnBegin { get; set; }

    /// <summary>The viewer takes the last step back.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnUndo { get; set; }

    /// <summary>The viewer looks for something.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnFind { get; set; }

    protected override object? Inputs => (Query.Filter(Viewer), Query.After);

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Exceptions;

    protected override void OnInitialized()
    {
        List<PageKey> keys =
        [
            new("j", "next exception", () => MoveAsync(1)),
            new("k", "previous exception", () => MoveAsync(-1)),
            new("Enter", "open it", () => AtAsync(OpenCase)),
            new("f", "find in the list or in messages", OnFind.InvokeAsync),
        ];
        if (Viewer.WorksExceptions)
        {
            keys.AddRange(
            [
                new("x", "select it", () => AtAsync(Toggle)),
                new(" ", "select it", () => AtAsync(Toggle)),
                new("X", "select all that match, or none", () => Then(() =>
                {
                    if (_all) Clear();
                    else SelectAll();
                })),
                new("r", "retry what is selected, or this one", () => AskAsync(RecoveryAction.Retry)),
                new("e", "change its message and send that", () => AtAsync(id => Navigation.NavigateTo(TowerUrls.Edit(id)))),
                new("a", "give what is selected, or this one, to someone", () => DoAsync(RecoveryAction.Reassign, CaseDeed.Reassign)),
                new("s", "snooze what is selected, or this one", () => DoAsync(RecoveryAction.Snooze, CaseDeed.Snooze)),
                new("u", "undo your last step", OnUndo.InvokeAsync),
            ]);
        }

        _keys = keys;
    }

    /// <summary>What takes longer the more cases are open is not looked through again at every change: the viewer says when.</summary>
    protected override void OnParametersSet() => Held = Query.Filter(Viewer).Payload is { LooksThrough: true };

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (inputs, filter, seenAt) = (Inputs, Query.Filter(Viewer), Clock.GetUtcNow());
        var (page, matching) = Held ? await LookThroughAsync(inputs, filter, cancellationToken) : (await Desk.PageAsync(filter, Query.After, PageSize, cancellationToken), await Desk.CountAsync(filter, cancellationToken));
        _unread = filter.Payload is null ? 0 : await Desk.CountUnreadAsync(cancellationToken);
        await ShowAsync(inputs, page, cancellationToken);
        // What was selected by the query was the number the viewer saw: it stays until the selection is cleared.
        if (!_all) (_matching, _seenAt) = (matching, seenAt);
        _scan = null;
    }

    /// <summary>Shows what is found as it is found, and how far the search has come; pages after the first know the number from it.</summary>
    private async Task<(Page<CaseRow> Page, int Matching)> LookThroughAsync(object? inputs, CaseFilter filter, CancellationToken cancellationToken)
    {
        var page = Query.After is { } after ? await Desk.PageAsync(filter, after, PageSize, cancellationToken) : null;
        if (page is not null && _counted == filter) return (page, _matching);
        var first = !Equals(_listed, inputs);
        await foreach (var scan in Desk.ScanAsync(filter, PageSize, cancellationToken))
        {
            _scan = scan;
            if (first) await ShowAsync(inputs, page ?? scan.First, cancellationToken);
            StateHasChanged();
        }

        _counted = filter;
        return (page ?? _scan!.First, _scan!.Found);
    }

    private async Task ShowAsync(object? inputs, Page<CaseRow> page, CancellationToken cancellationToken)
    {
        _records = await Desk.RecordsAsync(page.Items.Select(row => row.Fingerprint), cancellationToken);
        if (!Equals(_listed, inputs))
        {
            _rows.Restart();
            Clear();
        }

        _listed = inputs;
        _rows.Take(page.Items, _looking || _all || _selected.Count > 0 || Query.Case is not null);
        (_next, _read) = (page.Next, true);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_rows.DrawRest()) StateHasChanged();
    }

    /// <summary>Clocks and ages go on; only what an index answers is asked again.</summary>
    private Task BeatAsync() => Held ? InvokeAsync(StateHasChanged) : RequestReadAsync();

    private bool IsSelected(CaseRow row) => _all || _selected.Contains(row.Id);

    private void OpenCase(long id)
    {
        _at = id;
        Navigation.NavigateTo((Query with { Case = id }).Address, replace: Query.Case is not null);
    }

    private void Toggle(long id)
    {
        // Taking one out of "all" leaves what is on the page, which the viewer sees.
        if (_all) _selected.UnionWith(_rows.Shown.Select(row => row.Id));
        _all = false;
        if (!_selected.Remove(id)) _selected.Add(id);
    }

    private void SelectPage()
    {
        var whole = _rows.Shown.All(IsSelected);
        Clear();
        if (!whole) _selected.UnionWith(_rows.Shown.Where(row => !_rows.IsGone(row)).Select(row => row.Id));
    }

    private void SelectAll() => _all = _matching > 0;

    private void Clear()
    {
        _all = false;
        _selected.Clear();
    }

    private string Verb(string verb) => $"{verb} {Wording.Count(_all ? _matching : _selected.Count, "exception")}";

    private async Task AskAsync(RecoveryAction action)
    {
        List<long> ids = _selected.Count > 0 ? [.. _selected] : _at is { } at ? [at] : [];
        if (!_all && ids.Count == 0) return;
        await OnBulk.InvokeAsync(new BulkAsk(action, _all ? _matching : ids.Count, _all ? null : ids, Query.Filter(Viewer), _seenAt));
    }

    /// <summary>Many are done together, in an operation; one has its own form.</summary>
    private async Task DoAsync(RecoveryAction action, CaseDeed deed)
    {
        if (_all || _selected.Count > 0) await AskAsync(action);
        else if (_at is { } id)
        {
            await OnBegin.InvokeAsync((id, deed));
            OpenCase(id);
        }
    }

    private Task AtAsync(Action<long> act) => Then(() =>
    {
        if (_at is { } id) act(id);
    });

    private Task Then(Action change)
    {
        change();
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>Opens the exception after (1) or before (-1) the one that is open.</summary>
    public void Step(int by)
    {
        if (Next(by) is { } id && id != Query.Case) OpenCase(id);
    }

    private async Task MoveAsync(int by)
    {
        if (Next(by) is not { } id) return;
        _at = id;
        StateHasChanged();
        if (_elements.TryGetValue(id, out var element)) await element.FocusAsync();
    }

    private long? Next(int by)
    {
        var shown = _rows.Shown;
        if (shown.Count == 0) return null;
        var from = Query.Case ?? _at;
        var index = from is null ? -1 : shown.Index().FirstOrDefault(entry => entry.Item.Id == from, (-1, null!)).Index;
        return shown[Math.Clamp(index + by, 0, shown.Count - 1)].Id;
    }
}
