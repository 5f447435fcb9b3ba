using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Recovery;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>A failed call or message, changed and sent in its own place: by one person, or by one and approved by another.</summary>
public sealed partial class EditPage
{
    private const int Longest = 200_000;
    private EditSheet? _sheet;
    private OrderPicture? _order;
    private IReadOnlyList<string> _happened = [];
    private MessageEdit? _shownVersion;
    private EditCheck _check = new(null, null);
    private string _text = "";
    private string _reason = "";
    private string? _said;
    private bool _writes;
    private bool _refused;
    private bool _busy;
    private bool? _decides;
    private (long Case, int Newest)? _begun;

    [Parameter]
    public long CaseId { get; set; }

    /// <summary>The version that is looked at; null for the one on its way, else one's own copy.</summary>
    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    protected override object? Inputs => (CaseId, Version);

    private string Right => _writes ? _text : _shownVersion is { } version ? EditDesk.Show(_sheet!, version, Viewer.SeesPersonalData) : "";

    private bool Ready => !_busy && _check.Problem is null && _reason.Trim().Length > 0 && _text != _sheet!.Start;

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Exceptions && (change.Keys.Count == 0 || change.Keys.Contains(CaseId.ToString(CultureInfo.InvariantCulture)));

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var read = await Desk.GetAsync(CaseId, Viewer.SeesPersonalData, cancellationToken);
        var order = read?.Source.Case.OrderKey is { } key ? await Orders.GetAsync(key, false, cancellationToken) : null;
        // Taken over in one go: who presses while the page reads on acts on what they see, not on what is half read.
        (_sheet, _order) = (read, order);
        if (read is not { } sheet) return;
        _happened = _order is null ? [] : [.. EditWords.Happened(_order)];
        _shownVersion = Version is { } wanted ? sheet.Source.Versions.FirstOrDefault(version => version.Version == wanted) : sheet.OnItsWay;
        var wrote = _writes;
        _writes = _shownVersion is null && sheet.Source.Failed && CaseWords.IsOpen(sheet.Source.Case.State) && Viewer.WorksExceptions;
        if (!_writes && _shownVersion is null && sheet.Source.Versions.Count > 0) _shownVersion = sheet.Source.Versions[0];
        // Who was about to send a version of their own hears whose goes instead.
        if (wrote && !_writes && !_busy && sheet.Source.Versions is [{ } quicker, ..] && quicker.RequestedBy != Viewer.Name) Say(new EditResult(EditOutcome.First, quicker));
        // What someone is writing stays while the page reads on, until somebody else's version takes its place.
        if (_begun == (CaseId, sheet.Newest)) return;
        _begun = (CaseId, sheet.Newest);
        _text = sheet.Start;
        _check = Desk.Check(sheet, _text, Viewer.SeesPersonalData);
    }

    private string Named(string text) => SystemNames.InText(text, Connectors.All.Select(connector => connector.System));

    private void Typed(ChangeEventArgs typed)
    {
        _text = typed.Value as string ?? "";
        _check = Desk.Check(_sheet!, _text, Viewer.SeesPersonalData);
    }

    private Task SendAsync() => BusyAsync(async sheet =>
    {
        var (result, problem) = await Desk.SendAsync(sheet, _text, _reason.Trim(), Viewer.Name, Viewer.SeesPersonalData, CancellationToken.None);
        if (result is not null) Say(result);
        else (_said, _refused) = (problem, true);
    });

    private Task DecideAsync(MessageEdit edit, bool approved, string note) => BusyAsync(async _ =>
    {
        Say(await Desk.DecideAsync(edit.Id, approved, note, Viewer.Name, CancellationToken.None));
        _decides = null;
    });

    private Task WithdrawAsync() => BusyAsync(async sheet =>
    {
        if (sheet.OnItsWay is { } edit) Say(await Desk.WithdrawAsync(edit.Id, Viewer.Name, CancellationToken.None));
    });

    private void Say(EditResult result)
    {
        _said = EditWords.Said(result, Viewer.Name, Clock.GetUtcNow());
        _refused = result.Outcome >= EditOutcome.First;
    }

    private async Task BusyAsync(Func<EditSheet, Task> act)
    {
        if (_busy || _sheet is not { } sheet || !Viewer.WorksExceptions) return;
        _busy = true;
        try
        {
            await act(sheet);
            await ReadNowAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
