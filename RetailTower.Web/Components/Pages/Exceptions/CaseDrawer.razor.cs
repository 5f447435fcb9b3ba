using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>One exception: what it is, what was done about it, and what one can do.</summary>
public sealed partial class CaseDrawer
{
    private CaseSheet? _sheet;
    private CaseTrackRecord? _record;
    private IReadOnlyList<OrderLock> _locks = [];
    private CaseDeed? _deed;
    private IReadOnlyList<PageKey> _keys = [];
    private string? _said;
    private bool _refused;
    private bool _read;
    private bool _busy;
    private long? _shown;

    /// <summary>Null while none is open.</summary>
    [Parameter, EditorRequired]
    public long? Id { get; set; }

    [Parameter, EditorRequired]
    public required Viewer Viewer { get; set; }

    /// <summary>The form that it opens with; null for none.</summary>
    [Parameter]
    public CaseDeed? Begin { get; set; }

    /// <summary>The viewer's last step, of whichever exception, if it can be taken back.</summary>
    [Parameter]
    public CaseUndo? Undo { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    /// <summary>The viewer goes on to the next exception of the list (1), or back to the one before (-1).</summary>
    [Parameter]
    public EventCallback<int> OnMove { get; set; }

    /// <summary>A step was taken that can be taken back.</summary>
    [Parameter]
    public EventCallback<CaseUndo> OnDid { get; set; }

    /// <summary>Takes the viewer's last step back, and tells what came of it; null when there is none.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<string?>> OnUndo { get; set; }

    protected override object? Inputs => Id;

    protected override bool Concerns(Change change) =>
        change.Area == ChangeAreas.Exceptions && Id is { } id && (change.Keys.Count == 0 || change.Keys.Contains(id.ToString(CultureInfo.InvariantCulture)));

    protected override void OnInitialized()
    {
        List<PageKey> keys = [new("j", "next exception", () => OnMove.InvokeAsync(1)), new("k", "previous exception", () => OnMove.InvokeAsync(-1))];
        if (Viewer.WorksExceptions)
        {
            keys.AddRange(
            [
                new("r", "retry it", () => WhileOpenAsync(sheet => sheet.Case.Remedy == Remedy.None ? Task.CompletedTask : RetryAsync())),
                new("e", "change its message and send that", () => WhileOpenAsync(sheet =>
                {
                    if (CaseActions.CanEdit(sheet)) Navigation.NavigateTo(TowerUrls.Edit(sheet.Case.Id));
                    return Task.CompletedTask;
                })),
                new("a", "take it, or give it to a team", () => ShowAsync(CaseDeed.Reassign)),
                new("s", "snooze it", () => WhileOpenAsync(sheet => sheet.Case.State == CaseState.WaitingOnPartner ? Task.CompletedTask : ShowAsync(CaseDeed.Snooze))),
                new("u", "undo your last step", UndoAsync),
            ]);
        }

        _keys = keys;
    }

    protected override void OnParametersSet()
    {
        if (_shown == Id) return;
        (_shown, _read, _sheet, _deed, _said, _locks) = (Id, false, null, Begin, null, []);
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var id = Id;
        var sheet = id is null ? null : await Desk.GetAsync(id.Value, cancellationToken);
        var record = sheet is null ? null : (await Desk.RecordsAsync([sheet.Case.Fingerprint], cancellationToken)).GetValueOrDefault(sheet.Case.Fingerprint);
        // What waits behind this exception alone; the order's page shows the others.
        var locks = sheet?.Case is { OrderKey: { } order, State: < CaseState.Resolved } ? (await Orders.LocksAsync(order, cancellationToken)).Where(held => held.Failed.CaseId == id).ToList() : [];
        if (id != Id) return;
        _locks = locks;
        (_sheet, _record, _read) = (sheet, record, true);
    }

    private string Named(string text) => SystemNames.InText(text, Connectors.All.Select(connector => connector.System));

    private Task ShowAsync(CaseDeed deed) => WhileOpenAsync(_ =>
    {
        _deed = deed;
        StateHasChanged();
        return Task.CompletedTask;
    });

    /// <summary>Keys act on what is shown, while it needs someone and nothing is under way.</summary>
    private Task WhileOpenAsync(Func<CaseSheet, Task> act) => _sheet is { } sheet && !_busy && CaseWords.IsOpen(sheet.Case.State) ? act(sheet) : Task.CompletedTask;

    private Task RetryAsync() => RecoverAsync(Recovery.RetryAsync(Id!.Value, Viewer.Name, CancellationToken.None));

    private Task ReplayAsync() => RecoverAsync(Recovery.ReplayAsync(Id!.Value, Viewer.Name, CancellationToken.None));

    private Task WakeAsync() => BusyAsync(async () => Say(await Desk.WakeAsync(_sheet!.Case.Id, _sheet.Case.Version, Viewer.Name, CancellationToken.None), "It is awake."));

    private Task UndoAsync() => BusyAsync(async () =>
    {
        if (await OnUndo() is not { } said) return;
        (_said, _refused, _deed) = (said, false, null);
    });

    private async Task SubmitAsync(CaseRow row, CaseDeedAsked asked)
    {
        if (asked.Deed == CaseDeed.Discard)
        {
            await RecoverAsync(Recovery.DiscardAsync(row.Id, asked.Text, Viewer.Name, CancellationToken.None), after: "");
            return;
        }

        await BusyAsync(async () =>
        {
            var outcome = asked switch
            {
                { Deed: CaseDeed.Note } => await Desk.NoteAsync(row.Id, Viewer.Name, asked.Text, CancellationToken.None),
                { Deed: CaseDeed.Resolve } => await Desk.ResolveAsync(row.Id, row.Version, asked.Text, Viewer.Name, CancellationToken.None),
                { Deed: CaseDeed.Snooze } => await Desk.SnoozeAsync(row.Id, row.Version, new SnoozeOrder(Clock.GetUtcNow() + asked.Rest, asked.Note), Viewer.Name, CancellationToken.None),
                { Deed: CaseDeed.Wait } => await Desk.WaitAsync(row.Id, row.Version, new WaitOrder(asked.Partner, Clock.GetUtcNow() + asked.Rest, asked.Text), Viewer.Name, CancellationToken.None),
                { Deed: CaseDeed.GoOn } => await Desk.GoOnAsync(row.Id, row.Version, Viewer.Name, asked.Note, CancellationToken.None),
                { Team: CaseQuery.Me } => await Desk.AssignAsync(row.Id, row.Version, Viewer.Name, Viewer.Name, asked.Note, CancellationToken.None),
                _ => await Desk.ReassignAsync(row.Id, row.Version, asked.Team, Viewer.Name, asked.Text, CancellationToken.None),
            };
            Say(outcome, asked.Deed switch
            {
                CaseDeed.Note => "Your note is in the history.",
                CaseDeed.Resolve => "Resolved.",
                CaseDeed.Snooze => $"It comes back in {CaseWords.Rest(asked.Rest)}.",
                CaseDeed.Wait => $"Its clock stands still for {CaseWords.Rest(asked.Rest)} at most.",
                CaseDeed.GoOn => "Its clock runs again.",
                _ => asked.Team == CaseQuery.Me ? "It is yours." : $"It is with {asked.Team} now.",
            });
            if (!_refused && asked.Deed is CaseDeed.Snooze or CaseDeed.Reassign) await OnDid.InvokeAsync(new CaseUndo(row, _said!));
        });
    }

    private void Say(CaseOutcome outcome, string done)
    {
        _refused = outcome != CaseOutcome.Done;
        _said = CaseWords.Problem(outcome) ?? done;
        if (!_refused) _deed = null;
    }

    private Task RecoverAsync(Task<RecoveryResult> action, string after = " It closes by itself when that works.") => BusyAsync(async () =>
    {
        var result = await action;
        _refused = !result.Succeeded;
        _said = result.Succeeded ? result.Text + after : $"Nothing was done. {result.Text}";
        _deed = null;
    });

    private async Task BusyAsync(Func<Task> action)
    {
        _busy = true;
        try
        {
            await action();
            await ReadNowAsync();
        }
        finally
        {
            _busy = false;
            // What began by a key renders nothing by itself.
            StateHasChanged();
        }
    }
}
