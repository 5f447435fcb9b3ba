using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.StepTimes;

/// <summary>By when each event must come: administrators change it here, and see what of the newest orders would have been missed.</summary>
public sealed partial class StepTimesPage
{
    private readonly Dictionary<(string Step, string Of), string> _wrong = [];
    private StepTimesOfVersion? _current;
    private Engine.Orders.Times.StepTimes _draft = null!;
    private StepExperience _experience = null!;
    private IReadOnlyList<StepTimeRule> _changed = [];
    private IReadOnlyList<StepTimesOfVersion> _versions = [];
    private IReadOnlyList<string?> _columns = [];
    private IReadOnlyList<string> _centres = [];
    private string? _said;

    // A draft must not be swept away by what happens elsewhere: the page is read anew after a save.
    protected override bool Concerns(Change change) => false;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _centres = Connectors.Roles.Centres;
        _columns = [null, .. Brands.All.Select(OrderScope.OfBrand), .. Connectors.All.Where(connector => connector.Role == SystemRole.Originator).Select(connector => connector.System), .. _centres];
        _versions = await Desk.ListAsync(cancellationToken);
        _experience = await Desk.ExperienceAsync(cancellationToken);
        _current = await Desk.CurrentAsync(cancellationToken);
        _draft = _current.Times;
        _changed = [];
        _wrong.Clear();
    }

    private TimeSpan InForce(string step, string? of) => _draft.In(step, of);

    private void Type(string step, string? of, string? text)
    {
        _said = null;
        var time = string.IsNullOrWhiteSpace(text) ? null : SpanText.Read(text);
        if (!string.IsNullOrWhiteSpace(text) && (time is null || time < Engine.Orders.Times.StepTimes.Shortest || time > Engine.Orders.Times.StepTimes.Longest))
        {
            _wrong[(step, of ?? "")] = text;
            return;
        }

        _wrong.Remove((step, of ?? ""));
        _draft = _draft.With(step, of, time);
        _changed = StepTimesWords.Changed(_current!.Times, _draft);
    }

    private async Task SaveAsync()
    {
        var saved = await Desk.ChangeAsync(_current!, _draft, StepTimesWords.Change(_current!.Times, _draft), Viewer.Name, CancellationToken.None);
        await ReadNowAsync();
        _said = saved ? $"Saved as version {_current.Id}." : "Somebody else changed them meanwhile, so nothing was saved. You now see how they stand.";
    }

    private void Undo()
    {
        (_draft, _changed, _said) = (_current!.Times, [], null);
        _wrong.Clear();
    }
}
