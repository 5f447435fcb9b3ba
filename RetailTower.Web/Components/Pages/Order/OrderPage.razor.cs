using Microsoft.AspNetCore.Components;
using RetailTower.Data.Queries;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Order;

/// <summary>Everything about one order, its true status first.</summary>
public sealed partial class OrderPage
{
    private readonly IReadOnlyList<PageKey> _keys;
    private OrderPicture? _order;
    private bool _unmasked;
    private bool _stands;

    public OrderPage() => _keys =
    [
        new PageKey("o", "back to the orders", () =>
        {
            Go(TowerUrls.Orders);
            return Task.CompletedTask;
        }),
    ];

    [Parameter]
    public string Key { get; set; } = "";

    [Inject]
    public required AuditTrail Audit { get; init; }

    protected override object? Inputs => (Key, _unmasked);

    private string Title => OrderKey.TryParse(Key, out var key) ? OrderKey.Format(key) : Key;

    protected override bool Concerns(Change change) => change.Area switch
    {
        ChangeAreas.Orders => change.Keys.Count == 0 || change.Keys.Contains(Title),
        ChangeAreas.Exceptions => true,
        _ => false,
    };

    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _order = OrderKey.TryParse(Key, out var key) ? await Desk.GetAsync(key, _unmasked && Viewer.SeesPersonalData, cancellationToken) : null;

    // What is true of the order stands first; its messages, far below, follow.
    protected override void OnAfterRender(bool firstRender)
    {
        if (_stands || _order is null) return;
        _stands = true;
        StateHasChanged();
    }

    private async Task RevealAsync()
    {
        // Whoever looks at a customer's data leaves a trace before seeing it.
        if (!_unmasked) await Audit.RecordAsync(Viewer.Name, "personal-data.shown", Title, null, CancellationToken.None);
        _unmasked = !_unmasked;
        await ReadNowAsync();
    }

    private string Name(string name) => _unmasked && Viewer.SeesPersonalData ? name : Viewer.Customer(name);

    private static string? Address(OrderPicture order)
    {
        if (order.ShipTo is not { } to) return null;
        return string.Join(", ", new[] { to.Name, to.Street, to.Street2, to.City, to.PostalCode, to.Country }.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    private static ExpectationRow? Next(OrderPicture order) => order.Expectations.OrderBy(expected => expected.DueAt).FirstOrDefault();

    private static string Participle(string step) => OrderWords.Step(step) switch
    {
        "confirm the order" => "confirmed the order",
        "take on the goods to send" => "taken on the goods to send",
        "send the goods" => "sent the goods",
        "invoice what was sent" => "invoiced what was sent",
        "receive the payment" => "received the payment",
        "receive the returned goods" => "received the returned goods",
        "look at the returned goods" => "looked at the returned goods",
        var other => $"told of {other}",
    };

    // The order's own number is registered with every system; once is enough for a reader.
    private static IEnumerable<ReferenceRow> Numbers(OrderPicture order) =>
        order.References.Where(reference => reference.Type != "tower" && (reference.System == order.Head.Origin || reference.Value != order.Head.Number)).Take(40);
}
