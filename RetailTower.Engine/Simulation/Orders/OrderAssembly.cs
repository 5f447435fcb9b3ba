using System.Globalization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>Puts the lines of an order file together to orders, and finds for each cancelled line the order it takes from.</summary>
internal sealed class OrderAssembly
{
    private readonly List<Invoice> _invoices = [];
    private readonly Dictionary<string, Invoice> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Customer, string Sku), List<Bought>> _bought = [];
    private readonly Dictionary<string, (string Description, decimal Price)> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _customers = new(StringComparer.Ordinal);
    private readonly List<RefusedLine> _refused = [];
    private int _lines;
    private int _orderLines;
    private int _cancellationLines;

    /// <summary>An invoice of the file; a cancelling one is kept per order it takes from.</summary>
    private sealed record Invoice(string Number, string Customer, string Country, Invoice? Original)
    {
        public List<PlacedLine> Lines { get; } = [];

        public List<ReducedLine> Reduced { get; } = [];
    }

    /// <summary>A line that was ordered, with what has not been taken back of it.</summary>
    private sealed class Bought(Invoice order, int line, int left)
    {
        public Invoice Order { get; } = order;

        public int Line { get; } = line;

        public int Left { get; set; } = left;
    }

    public void Add(OrderFileLine source)
    {
        _lines++;
        var (line, reason) = GoodLine.Of(source);
        if (line is null) Refuse(source, reason!);
        else if (source.IsCancellation) AddCancellation(line);
        else AddOrderLine(line);
    }

    /// <summary>What the file comes to. Every SKU gets that stock in all places, and the lowest price it was seen for.</summary>
    public OrderFile Complete(decimal stock)
    {
        var customers = _customers.ToDictionary(c => c.Key, c => CustomerOf(c.Key, c.Value), StringComparer.Ordinal);
        var guest = DemoCatalogue.Customers.First(c => c.Number == Catalogue.Guest);
        var steps = new List<OrderFileStep>(_invoices.Count);
        var orders = new Dictionary<Invoice, int>();
        foreach (var invoice in _invoices)
        {
            if (invoice.Original is { } original)
            {
                steps.Add(new(orders[original], null, new(invoice.Number, original.Number, invoice.Reduced)));
                continue;
            }
            orders[invoice] = orders.Count;
            var customer = invoice.Customer.Length == 0 ? guest : customers[invoice.Customer];
            var shipTo = customer.Address with { Country = CountryCodes.Of(invoice.Country) };
            steps.Add(new(orders[invoice], new(invoice.Number, customer, shipTo, null, invoice.Lines), null));
        }
        var products = _products.Select(p => new Product(p.Key, p.Value.Description, p.Value.Price, stock, stock, stock)).ToList();
        return new(steps, products, [.. customers.Values], _refused, _lines, _orderLines, _cancellationLines);
    }

    private static Customer CustomerOf(string number, string country)
    {
        var name = $"Customer {number}";
        return new(number, name, $"orders@customer-{number}.example", 0, false, new(name, "1 Market Street", "London", "EC1A 1BB", CountryCodes.Of(country)));
    }

    private void AddOrderLine(GoodLine line)
    {
        var source = line.Source;
        if (!_byNumber.TryGetValue(source.InvoiceNo, out var invoice))
        {
            _byNumber[source.InvoiceNo] = invoice = new(source.InvoiceNo, source.CustomerId, source.Country, null);
            _invoices.Add(invoice);
        }
        else if (invoice.Customer != source.CustomerId)
        {
            Refuse(source, $"customer '{source.CustomerId}' on an order of customer '{invoice.Customer}'");
            return;
        }
        Learn(line);
        invoice.Lines.Add(new(source.StockCode, Described(source), line.Quantity, line.UnitPrice));
        _orderLines++;
        if (source.CustomerId.Length == 0) return;
        _customers.TryAdd(source.CustomerId, source.Country);
        var key = (source.CustomerId, source.StockCode);
        if (!_bought.TryGetValue(key, out var bought)) _bought[key] = bought = [];
        bought.Add(new(invoice, invoice.Lines.Count, line.Quantity));
    }

    private void AddCancellation(GoodLine line)
    {
        var source = line.Source;
        if (source.CustomerId.Length == 0)
        {
            Refuse(source, "a cancellation without customer matches no order");
            return;
        }
        if (!_bought.TryGetValue((source.CustomerId, source.StockCode), out var bought))
        {
            Refuse(source, $"no earlier order of customer {source.CustomerId} has {source.StockCode}");
            return;
        }
        // The latest order that still has so much of it: people send back what came last.
        if (bought.FindLast(b => b.Left >= line.Quantity) is not { } match)
        {
            Refuse(source, $"no earlier order of customer {source.CustomerId} has {line.Quantity.ToString(CultureInfo.InvariantCulture)} of {source.StockCode} left");
            return;
        }
        match.Left -= line.Quantity;
        _cancellationLines++;
        CancellationOf(source, match.Order).Reduced.Add(new(match.Line, line.Quantity));
    }

    private Invoice CancellationOf(OrderFileLine source, Invoice order)
    {
        // One cancelling invoice may take from several orders; each of them is reduced under a number of its own.
        var number = _byNumber.TryGetValue(source.InvoiceNo, out var first) && first.Original != order ? $"{source.InvoiceNo}-{order.Number}" : source.InvoiceNo;
        if (_byNumber.TryGetValue(number, out var known)) return known;
        var cancellation = new Invoice(number, source.CustomerId, source.Country, order);
        _byNumber[number] = cancellation;
        _invoices.Add(cancellation);
        return cancellation;
    }

    private void Learn(GoodLine line)
    {
        var described = Described(line.Source);
        if (!_products.TryGetValue(line.Source.StockCode, out var known)) _products[line.Source.StockCode] = (described, line.UnitPrice);
        else if (line.UnitPrice < known.Price) _products[line.Source.StockCode] = (known.Description, line.UnitPrice);
    }

    private static string Described(OrderFileLine source) => source.Description.Length == 0 ? source.StockCode : source.Description;

    private void Refuse(OrderFileLine source, string reason) => _refused.Add(new(source.Number, source.InvoiceNo, reason));
}
