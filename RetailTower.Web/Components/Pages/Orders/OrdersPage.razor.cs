using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Orders;

/// <summary>Finds an order by whatever the customer can read out, and lists orders live.</summary>
public sealed partial class OrdersPage
{
    private const int PageSize = 50;
    private readonly LiveRows<long, OrderRow> _rows = new(row => row.Key);
    private readonly Dictionary<long, ElementReference> _elements = [];
    private readonly IReadOnlyList<PageKey> _keys;
    private IReadOnlyDictionary<long, OrderHit> _found = new Dictionary<long, OrderHit>();
    private IReadOnlyList<OrderStatus> _statuses = [];
    private OrderSpan? _span;
    private object? _listed;
    private string? _next;
    private string? _typed;
    private string? _shownText;
    private bool _looking;
    private long? _at;

    public OrdersPage() => _keys =
    [
        new PageKey("j", "next order", () => MoveAsync(1)),
        new PageKey("k", "previous order", () => MoveAsync(-1)),
        new PageKey("Enter", "open the order", () =>
        {
            if (_at is { } key) Go(TowerUrls.Order(key));
            return Task.CompletedTask;
        }),
        new PageKey("n", "show new orders", () =>
        {
            _rows.Show();
            StateHasChanged();
            return Task.CompletedTask;
        }),
    ];

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>Names of statuses, joined by commas.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    public string? Statuses { get; set; }

    [SupplyParameterFromQuery]
    public string? Origin { get; set; }

    /// <summary>Only orders with open exceptions.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    public bool Open { get; set; }

    /// <summary>Name of an <see cref="OrderMoment"/> which lay between <see cref="From"/> and <see cref="To"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Moment { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>Where they go; <see cref="OrderSpanWords.Unknown"/> when it is not known.</summary>
    [SupplyParameterFromQuery]
    public string? Country { get; set; }

    /// <summary>Of whose channels they came; <see cref="OrderSpanWords.Unknown"/> for none.</summary>
    [SupplyParameterFromQuery]
    public string? Brand { get; set; }

    /// <summary>How far their money has come, one of the names in <see cref="SettlementWords"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Settled { get; set; }

    /// <summary>Cursor of the page before.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    protected override object? Inputs => (Q, Statuses, Origin, Open, Moment, From, To, Country, Brand, Settled, After);

    private bool Narrowed => Q is not null || _statuses.Count > 0 || Origin is not null || Open || _span is not null || Country is not null || Brand is not null || After is not null;

    protected override void OnParametersSet()
    {
        _statuses = [.. (Statuses ?? "").Split(',').Where(name => Enum.TryParse<OrderStatus>(name, out _)).Select(Enum.Parse<OrderStatus>)];
        _span = OrderSpanWords.Read(Moment, From, To);
        if (_shownText == Q) return;
        _typed = _shownText = Q;
    }

    // An older page does not change by what arrives, but what stands on it may.
    protected override bool Concerns(Change change) => change.Area is ChangeAreas.Orders || (Open && change.Area == ChangeAreas.Exceptions);

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var inputs = Inputs;
        var page = await Desk.PageAsync(new OrderFilter(Q, _statuses, Origin, OnlyWithExceptions: Open, Span: _span, Country: Given(Country), Brand: Given(Brand), Settled: SettlementWords.Read(Settled)), After, PageSize, cancellationToken);
        _found = Q is null ? new Dictionary<long, OrderHit>() : (await Desk.FindAsync(Q, cancellationToken)).ToDictionary(hit => hit.Order.Key);
        if (!Equals(_listed, inputs)) _rows.Restart();
        _listed = inputs;
        _rows.Take(page.Items, _looking || _at is not null);
        _next = page.Next;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_rows.DrawRest()) StateHasChanged();
    }

    private void Search() => Go(Address(Statuses, Origin, Open, text: string.IsNullOrWhiteSpace(_typed) ? "" : _typed.Trim()));

    private string Address(string? status, string? origin, bool open, string? after = null, string? text = null) =>
        Query.Address(TowerUrls.Orders, ("q", text ?? Q), ("status", status), ("origin", origin), ("open", open ? "true" : null),
            ("moment", Moment), ("from", From), ("to", To), ("country", Country), ("brand", Brand), ("settled", Settled), ("after", after));

    private static string? Given(string? name) => name == OrderSpanWords.Unknown ? "" : name;

    private string WithoutSpan() => Query.Address(TowerUrls.Orders, ("q", Q), ("status", Statuses), ("origin", Origin), ("open", Open ? "true" : null));

    private string Toggled(OrderStatus status) =>
        string.Join(',', _statuses.Contains(status) ? _statuses.Where(other => other != status) : _statuses.Append(status));

    private string Found(OrderHit hit) =>
        $"found by {hit.MatchedOn} {hit.MatchedOn switch
        {
            "e-mail" when !Viewer.SeesPersonalData => PersonalData.MaskEmail(hit.Value),
            "phone" when !Viewer.SeesPersonalData => PersonalData.MaskPhone(hit.Value),
            "customer" when hit.Value == hit.Order.CustomerName => Viewer.Customer(hit.Value),
            _ => hit.Value,
        }}";

    private async Task MoveAsync(int by)
    {
        var shown = _rows.Shown;
        if (shown.Count == 0) return;
        var index = _at is null ? -1 : shown.Index().FirstOrDefault(entry => entry.Item.Key == _at, (-1, null!)).Index;
        _at = shown[Math.Clamp(index + by, 0, shown.Count - 1)].Key;
        StateHasChanged();
        if (_elements.TryGetValue(_at.Value, out var element)) await element.FocusAsync();
    }
}
