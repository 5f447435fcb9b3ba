using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>One exception: what it is, what was done about it, and what one can do.</summary>
public sealed partial class CaseDrawer
{
    private CaseSheet? _sheet;
    private CaseTrackRecord? _record;
    private Form? _form;
    private string _team = CaseQuery.Me;
    private string _text = "";
    private string? _said;
    private bool _refused;
    private bool _read;
    private bool _busy;
    private long? _shown;

    private enum Form
    {
        Note,
        Reassign,
        Resolve,
        Discard,
    }

    /// <summary>Null while none is open.</summary>
    [Parameter, EditorRequired]
    public long? Id { get; set; }

    [Parameter, EditorRequired]
    public required Viewer Viewer { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    protected override object? Inputs => Id;

    protected override bool Concerns(Change change) =>
        change.Area == ChangeAreas.Exceptions && Id is { } id && (change.Keys.Count == 0 || change.Keys.Contains(id.ToString(CultureInfo.InvariantCulture)));

    protected override void OnParametersSet()
    {
        if (_shown == Id) return;
        (_shown, _read, _sheet, _form, _said, _text) = (Id, false, null, null, null, "");
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var id = Id;
        var sheet = id is null ? null : await Desk.GetAsync(id.Value, cancellationToken);
        var record = sheet is null ? null : (await Desk.RecordsAsync([sheet.Case.Fingerprint], cancellationToken)).GetValueOrDefault(sheet.Case.Fingerprint);
        if (id != Id) return;
        (_sheet, _record, _read) = (sheet, record, true);
    }

    private string Named(string text) => SystemNames.InText(text, Connectors.All.Select(connector => connector.System));

    private void Show(Form form) => (_form, _text, _team) = (form, "", CaseQuery.Me);

    private async Task SubmitAsync(CaseRow row, Form form)
    {
        var text = _text.Trim();
        if (form == Form.Discard)
        {
            await RecoverAsync(Recovery.DiscardAsync(row.Id, text, Viewer.Name, CancellationToken.None), after: "");
            return;
        }

        await BusyAsync(async () =>
        {
            var outcome = form switch
            {
                Form.Note => await Desk.NoteAsync(row.Id, Viewer.Name, text, CancellationToken.None),
                Form.Resolve => await Desk.ResolveAsync(row.Id, row.Version, text, Viewer.Name, CancellationToken.None),
                _ when _team == CaseQuery.Me => await Desk.AssignAsync(row.Id, row.Version, Viewer.Name, Viewer.Name, text.Length == 0 ? null : text, CancellationToken.None),
                _ => await Desk.ReassignAsync(row.Id, row.Version, _team, Viewer.Name, text, CancellationToken.None),
            };
            _refused = outcome != CaseOutcome.Done;
            _said = CaseWords.Problem(outcome) ?? form switch
            {
                Form.Note => "Your note is in the history.",
                Form.Resolve => "Resolved.",
                _ => _team == CaseQuery.Me ? "It is yours." : $"It is with {_team} now.",
            };
            if (!_refused) _form = null;
        });
    }

    private Task RecoverAsync(Task<RecoveryResult> action, string after = " It closes by itself when that works.") => BusyAsync(async () =>
    {
        var result = await action;
        _refused = !result.Succeeded;
        _said = result.Succeeded ? result.Text + after : $"Nothing was done. {result.Text}";
        _form = null;
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
        }
    }
}
