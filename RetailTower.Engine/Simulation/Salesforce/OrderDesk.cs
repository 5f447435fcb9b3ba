using System.Globalization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>What people do inside the org: sales staff enter, amend and reduce orders, each in one transaction with one Outbound Message.</summary>
internal sealed class OrderDesk
{
    private static readonly ObjectType Orders = Schema.Of<Order>();
    private static readonly ObjectType Items = Schema.Of<OrderItem>();
    private static readonly HashSet<string> Amendable = new(StringComparer.Ordinal) { "Received", "Submitted", "Confirmed", "Part allocated", "Rejected" };

    private readonly Books _books;
    private readonly OutboundMessages _messages;
    private readonly Surroundings _around;
    private readonly string _pricebookId;

    public OrderDesk(Books books, OutboundMessages messages, Surroundings around)
    {
        (_books, _messages, _around) = (books, messages, around);
        var pricebook = new Pricebook2 { Id = SalesforceId.New("01s", 1), Name = "Standard Price Book", CreatedDate = books.Now(), SystemModstamp = books.Now() };
        _pricebookId = pricebook.Id;
        lock (books.Gate)
        {
            books.Insert(Schema.Of<Pricebook2>(), pricebook);
            foreach (var product in around.Catalogue.Products) EntryOf(product);
            foreach (var customer in around.Catalogue.Customers) AccountOf(customer);
        }
    }

    /// <summary>The number of the last reference given out; whoever reads or writes it holds the books.</summary>
    public long References { get; set; } = 100_000;

    public string NextReference()
    {
        lock (_books.Gate) return string.Create(CultureInfo.InvariantCulture, $"SF-{++References}");
    }

    public void Place(PlacedOrder placed)
    {
        lock (_books.Gate)
        {
            var order = NewOrder(placed.Reference, AccountOf(placed.Customer));
            (order.ShipToName, order.ShippingStreet, order.ShippingCity) = (placed.ShipTo.Name, placed.ShipTo.Street, placed.ShipTo.City);
            (order.ShippingPostalCode, order.ShippingCountry, order.EndDate) = (placed.ShipTo.PostalCode, placed.ShipTo.Country, placed.RequestedDelivery);
            order.PoNumber = $"PO-{placed.Reference}";
            _books.Insert(Orders, order);
            foreach (var line in placed.Lines)
            {
                var known = _around.Catalogue.Product(line.Sku) ?? new Product(line.Sku, line.Description, line.UnitPrice, 0, 0, 0);
                Add(order, EntryOf(known), line.Quantity, line.UnitPrice, line.Description, null);
            }
            _messages.Announce(order.Id);
        }
    }

    public bool TakeBack(Reduction reduction)
    {
        lock (_books.Gate)
        {
            if (Original(reduction.OrderReference) is not { } original) return false;
            var order = NewOrder(reduction.Reference, (Account)_books.Find(Schema.Of<Account>(), original.AccountId!)!);
            (order.IsReductionOrder, order.OriginalOrderId) = (true, original.Id);
            _books.Insert(Orders, order);
            foreach (var line in reduction.Lines)
            {
                var item = original.Items.Find(i => i.LineNumber == line.Line)!;
                var entry = (PricebookEntry)_books.Find(Schema.Of<PricebookEntry>(), item.PricebookEntryId!)!;
                Add(order, entry, -line.Quantity, item.UnitPrice ?? 0, item.Description, item.Id);
            }
            _messages.Announce(order.Id);
            return true;
        }
    }

    public bool Amend(string reference, int line, decimal quantity)
    {
        lock (_books.Gate)
        {
            if (Original(reference) is not { Status: "Activated" } order || (order.TowerStatus is { } status && !Amendable.Contains(status))) return false;
            if (order.Items.Find(i => i.LineNumber == line) is not { } item) return false;
            _books.Change(Items, item, _books.Now(), () => item.Quantity = quantity);
            _books.Change(Orders, order, _books.Now(), () => { });
            _messages.Announce(order.Id);
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
                var orders = bearers.Where(o => !o.IsReductionOrder).ToList();
                if (orders.Count == 0) continue;
                var order = orders[0];
                var lines = order.Items.ConvertAll(i => new LedgerLine(i.ProductCode ?? "", i.Quantity ?? 0, i.ShippedQuantity ?? 0, i.InvoicedQuantity ?? 0));
                // The org keeps quantities per line and no shipments or invoices of its own.
                entries.Add(new(system, order.OrderReferenceNumber!, orders.Count, order.TowerStatus ?? order.Status ?? "", lines, 0, 0, order.SystemModstamp) { Shown = order.TowerStatus });
            }
            return entries;
        }
    }

    private Order? Original(string reference) => _books.OrdersOf(reference).FirstOrDefault(o => !o.IsReductionOrder);

    private Order NewOrder(string reference, Account account) => new()
    {
        AccountId = account.Id,
        OrderNumber = _books.NewOrderNumber(),
        OrderReferenceNumber = reference,
        Reference = reference,
        EffectiveDate = DateOnly.FromDateTime(_books.Now().UtcDateTime),
        Status = "Activated",
        Pricebook2Id = _pricebookId,
        CurrencyIsoCode = Catalogue.Currency,
    };

    private void Add(Order order, PricebookEntry entry, decimal quantity, decimal price, string? description, string? originalItemId)
    {
        var number = order.Items.Count + 1;
        _books.Insert(Items, new OrderItem
        {
            OrderId = order.Id,
            PricebookEntryId = entry.Id,
            OriginalOrderItemId = originalItemId,
            Quantity = quantity,
            UnitPrice = price,
            Description = description,
            ProductCode = entry.ProductCode,
            LineNumber = number,
            Reference = string.Create(CultureInfo.InvariantCulture, $"{order.Reference}-{number}"),
        });
    }

    private Account AccountOf(Customer customer)
    {
        if (_books.AccountOf(customer.Number) is { } known) return known;
        var account = new Account { Name = customer.Name, AccountNumber = customer.Number, Email = customer.Email, Phone = customer.Phone };
        _books.Insert(Schema.Of<Account>(), account);
        return account;
    }

    private PricebookEntry EntryOf(Product product)
    {
        if (_books.EntryOf(product.Sku) is { } known) return known;
        var item = new Product2 { Name = product.Description, ProductCode = product.Sku };
        _books.Insert(Schema.Of<Product2>(), item);
        var entry = new PricebookEntry { Pricebook2Id = _pricebookId, Product2Id = item.Id, UnitPrice = product.Price, ProductCode = product.Sku };
        _books.Insert(Schema.Of<PricebookEntry>(), entry);
        return entry;
    }
}
