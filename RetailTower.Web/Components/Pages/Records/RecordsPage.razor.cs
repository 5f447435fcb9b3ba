using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Records;

/// <summary>Who has the last word on what: administrators change it here, once they have seen what it would change.</summary>
public sealed partial class RecordsPage
{
    private const int MostShown = 50;
    private RecordMap? _current;
    private SystemsOfRecord _draft = SystemsOfRecord.Usual;
    private IReadOnlyList<RecordMap> _versions = [];
    private List<string?> _columns = [];
    private RecordPreview? _preview;
    private string? _said, _country;
    private bool _busy;

    private bool Changed => _current is not null && RecordWords.Change(_current.Map, _draft).Length > 0;

    // A draft must not be swept away by what happens elsewhere: the page is read anew after a save.
    protected override bool Concerns(Change change) => false;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _versions = await Desk.ListAsync(cancellationToken);
        _current = await Desk.CurrentAsync(cancellationToken);
        _draft = _current.Map;
        // Countries have a column only where a rule was made for them: there are too many of them.
        _columns = [null, .. Brands.All.Select(OrderScope.OfBrand), .. Connectors.All.Where(connector => connector.Role == SystemRole.Originator).Select(connector => connector.System),
            .. _draft.Rules.Select(rule => rule.Of).Where(of => OrderScope.Country(of) is not null).Distinct().Order(StringComparer.Ordinal)];
    }

    private void Choose(TruthField field, string? of, string? holder)
    {
        _draft = _draft.With(field, of, Enum.TryParse<RecordHolder>(holder, out var chosen) ? chosen : null);
        (_preview, _said) = (null, null);
    }

    private void AddCountry()
    {
        if (string.IsNullOrWhiteSpace(_country)) return;
        var of = OrderScope.OfCountry(_country.Trim());
        if (!_columns.Contains(of)) _columns.Add(of);
        _country = null;
    }

    private async Task PreviewAsync()
    {
        _busy = true;
        await Task.Yield();
        try
        {
            _preview = await Truth.PreviewAsync(_draft, CancellationToken.None);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task SaveAsync()
    {
        var saved = await Desk.ChangeAsync(_current!, _draft, RecordWords.Change(_current!.Map, _draft), Viewer.Name, CancellationToken.None);
        _preview = null;
        await ReadNowAsync();
        _said = saved ? $"Saved as version {_current.Id}." : "Somebody else changed it meanwhile, so nothing was saved. You now see how it stands.";
    }

    private void Undo() => (_draft, _preview, _said) = (_current!.Map, null, null);

    private static string Value(Verdict verdict) => verdict.Value is { } value ? Wording.Quantity(value) : "nothing heard";

    private static string Dispute(ChangedVerdict changed) => (changed.Now.Disputed, changed.Then.Disputed) switch
    {
        (false, true) => "would be",
        (true, false) => "no longer",
        (true, true) => "still",
        _ => "no",
    };
}
