using System.Collections.Concurrent;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>A product as all simulated systems know it; each keeps its own stock from the opening quantities given here.</summary>
/// <param name="Sku">The number every system knows it by.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Price">List price in the landscape's currency.</param>
/// <param name="ErpStock">Opening stock in the ERP's books, in units.</param>
/// <param name="EastStock">Opening stock on the shelves of <c>dc-east</c>.</param>
/// <param name="WestStock">Opening stock on the shelves of <c>dc-west</c>.</param>
public sealed record Product(string Sku, string Description, decimal Price, decimal ErpStock, decimal EastStock, decimal WestStock);

/// <summary>A customer as all simulated systems know it.</summary>
/// <param name="Number">The ERP's customer number.</param>
/// <param name="Name">Name of the firm.</param>
/// <param name="Email">Where confirmations would go.</param>
/// <param name="CreditLimit">Opening credit limit in the landscape's currency; 0 means without limit, as in the ERP.</param>
/// <param name="Blocked">Whether the ERP opens with the customer blocked.</param>
/// <param name="Address">Where goods go unless the order says otherwise.</param>
public sealed record Customer(string Number, string Name, string Email, decimal CreditLimit, bool Blocked, Address Address)
{
    /// <summary>Null for the one that stands for shoppers without an account.</summary>
    public string? Phone { get; } = Number == Catalogue.Guest ? null : Telephone.Of(Number);
}

/// <summary>A postal address; the country is an ISO 3166 two-letter code.</summary>
public sealed record Address(string Name, string Street, string City, string PostalCode, string Country);

/// <summary>The products and customers of the landscape. It grows when an order file brings its own.</summary>
public sealed class Catalogue
{
    /// <summary>Currency of every price.</summary>
    public const string Currency = "GBP";

    /// <summary>The customer that stands for every shopper without an account.</summary>
    public const string Guest = "WEB-GUEST";

    /// <summary>The customer whose credit limit is soon reached.</summary>
    public const string LowCredit = "C-LOW";

    /// <summary>The customer the ERP opens with blocked.</summary>
    public const string BlockedCustomer = "C-BLOCKED";

    private readonly ConcurrentDictionary<string, Product> _products = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Customer> _customers = new(StringComparer.Ordinal);

    /// <param name="first">Products of an order file; where the demo has the same SKU, the file's price and stock hold.</param>
    public Catalogue(IEnumerable<Product>? first = null)
    {
        foreach (var product in first ?? []) Add(product);
        foreach (var product in DemoCatalogue.Products) Add(product);
        foreach (var customer in DemoCatalogue.Customers) Add(customer);
    }

    /// <summary>Raised after a product came in, on the thread that brought it.</summary>
    public event Action<Product>? ProductAdded;

    /// <summary>Raised after a customer came in, on the thread that brought it.</summary>
    public event Action<Customer>? CustomerAdded;

    /// <summary>All products, in no particular order.</summary>
    public IEnumerable<Product> Products => _products.Select(p => p.Value);

    /// <summary>All customers, in no particular order.</summary>
    public IEnumerable<Customer> Customers => _customers.Select(c => c.Value);

    /// <summary>The product of that SKU, or null.</summary>
    public Product? Product(string sku) => _products.GetValueOrDefault(sku);

    /// <summary>The customer of that number, or null.</summary>
    public Customer? Customer(string number) => _customers.GetValueOrDefault(number);

    /// <summary>Adds a product unless its SKU is known.</summary>
    public void Add(Product product)
    {
        if (_products.TryAdd(product.Sku, product)) ProductAdded?.Invoke(product);
    }

    /// <summary>Adds a customer unless its number is known.</summary>
    public void Add(Customer customer)
    {
        if (_customers.TryAdd(customer.Number, customer)) CustomerAdded?.Invoke(customer);
    }
}
