using System.Globalization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>What shoppers and the shop's staff do: order, change their mind, take back.</summary>
internal sealed class Checkout
{
    private readonly Books _books;
    private readonly WebhookSender _webhooks;
    private readonly RefundResource _refunds;
    private readonly Catalogue _catalogue;

    public Checkout(Books books, WebhookSender webhooks, RefundResource refunds, Catalogue catalogue)
    {
        (_books, _webhooks, _refunds, _catalogue) = (books, webhooks, refunds, catalogue);
        lock (books.Gate)
            foreach (var product in catalogue.Products.OrderBy(p => p.Sku, StringComparer.Ordinal)) VariantOf(product);
    }

    public string NextReference()
    {
        lock (_books.Gate) return string.Create(CultureInfo.InvariantCulture, $"S{++_books.References}");
    }

    public void Place(PlacedOrder placed)
    {
        lock (_books.Gate)
        {
            var now = _books.Now();
            var order = new ShopOrder
            {
                Id = _books.NewId(Ids.Order),
                Reference = placed.Reference,
                Number = long.TryParse(placed.Reference.AsSpan().TrimStart('S'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
                CreatedAt = now,
                UpdatedAt = now,
                Email = placed.Customer.Email,
                Phone = placed.Customer.Phone,
                CustomerNumber = placed.Customer.Number,
                CustomerName = placed.Customer.Name,
                ShipTo = placed.ShipTo,
                NoteAttributes = Attributes(placed),
            };
            foreach (var line in placed.Lines) Add(order, line);
            _books.Add(order);
            _webhooks.OrderCreated(order);
        }
    }

    public bool TakeBack(Reduction reduction)
    {
        lock (_books.Gate)
        {
            if (_books.OrderOf(reduction.OrderReference) is not { CancelledAt: null } order) return false;
            var lines = new List<(LineItem, int, string, long?)>();
            foreach (var wanted in reduction.Lines)
            {
                var line = order.Lines[wanted.Line - 1];
                var location = LocationOf(line.Sku);
                var cancelled = Math.Min((int)wanted.Quantity, line.Fulfillable);
                var returned = Math.Min((int)wanted.Quantity - cancelled, line.Fulfilled - line.Returned);
                if (cancelled > 0) lines.Add((line, cancelled, "cancel", location));
                if (returned > 0) lines.Add((line, returned, "return", location));
            }
            if (lines.Count == 0) return false;
            _refunds.Book(order, reduction.Reference, lines);
            return true;
        }
    }

    public bool Amend(string reference, int line, decimal quantity)
    {
        lock (_books.Gate)
        {
            if (_books.OrderOf(reference) is not { CancelledAt: null, Fulfillments.Count: 0 } order || line < 1 || line > order.Lines.Count) return false;
            var item = order.Lines[line - 1];
            var more = (int)quantity - item.Current;
            // A shop's order edit keeps what was ordered and lowers what is current; only additions raise both.
            item.Quantity += Math.Max(more, 0);
            item.Current += more;
            item.Fulfillable += more;
            var open = order.FulfillmentOrders.SelectMany(f => f.Lines).First(l => l.LineItemId == item.Id);
            open.Quantity += more;
            open.Fulfillable += more;
            _books.Touch(order);
            _webhooks.OrderUpdated(order);
            return true;
        }
    }

    public IReadOnlyList<LedgerEntry> Ledger(string system)
    {
        lock (_books.Gate)
        {
            var entries = new List<LedgerEntry>();
            foreach (var bearers in _books.OrdersByReference)
            {
                var order = bearers[0];
                var state = order.CancelledAt is not null ? "cancelled" : order.FulfillmentStatus ?? "unfulfilled";
                // The storefront knows fulfilments and no invoices.
                entries.Add(new(system, order.Reference, bearers.Count, state, order.Lines.ConvertAll(l => new LedgerLine(l.Sku, l.Quantity, l.Fulfilled, 0)), order.Fulfillments.Count, 0, order.UpdatedAt)
                {
                    Shown = order.NoteAttributes.FirstOrDefault(a => a.Name == "tower_status")?.Value,
                });
            }
            return entries;
        }
    }

    private static List<NoteAttribute> Attributes(PlacedOrder placed)
    {
        var attributes = new List<NoteAttribute>();
        if (placed.Customer.Number != Catalogue.Guest) attributes.Add(new("erp_customer", placed.Customer.Number));
        if (placed.RequestedDelivery is { } wished) attributes.Add(new("requested_delivery_date", wished.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return attributes;
    }

    private void Add(ShopOrder order, PlacedLine line)
    {
        var variant = VariantOf(_catalogue.Product(line.Sku) ?? new Product(line.Sku, line.Description, line.UnitPrice, 0, 0, 0));
        var quantity = (int)line.Quantity;
        var item = new LineItem
        {
            Id = _books.NewId(Ids.Line),
            VariantId = variant.VariantId,
            Sku = line.Sku,
            Title = line.Description,
            Price = line.UnitPrice,
            Quantity = quantity,
            Current = quantity,
            Fulfillable = quantity,
        };
        order.Lines.Add(item);
        var location = LocationOf(line.Sku);
        var part = order.FulfillmentOrders.Find(f => f.LocationId == location);
        if (part is null) order.FulfillmentOrders.Add(part = new() { Id = _books.NewId(Ids.FulfillmentOrder), LocationId = location, UpdatedAt = order.CreatedAt });
        part.Lines.Add(new() { Id = _books.NewId(Ids.FulfillmentOrderLine), LineItemId = item.Id, Quantity = quantity, Fulfillable = quantity });
    }

    // The shop assigns a line to the first location that stocks it.
    private long LocationOf(string sku) => Location.All[_catalogue.Product(sku) is { EastStock: 0, WestStock: > 0 } ? 1 : 0].Id;

    private Variant VariantOf(Product product)
    {
        if (_books.VariantOf(product.Sku) is { } known) return known;
        var variant = new Variant(_books.NewId(Ids.Product), _books.NewId(Ids.Variant), _books.NewId(Ids.InventoryItem), product.Sku, product.Description, product.Price, _books.Now());
        _books.Add(variant, Location.All.Select(l => new InventoryLevel
        {
            InventoryItemId = variant.InventoryItemId,
            LocationId = l.Id,
            Available = (long)(l.Centre == "dc-east" ? product.EastStock : product.WestStock),
            UpdatedAt = variant.CreatedAt,
        }));
        return variant;
    }
}
