using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>Makes up orders as customers would place them.</summary>
internal sealed class DemoOrders(Surroundings around)
{
    private const double LowCreditShare = 1.0 / 15;
    private const double ScarceShare = 1.0 / 12;
    private const double GuestShare = 1.0 / 5;

    private readonly Product[] _products = [.. DemoCatalogue.Products.Where(p => !IsScarce(p))];
    private readonly Product[] _scarce = [.. DemoCatalogue.Products.Where(IsScarce)];
    private readonly Customer[] _customers = [.. DemoCatalogue.Customers.Where(c => c.Number is not (Catalogue.Guest or Catalogue.LowCredit or Catalogue.BlockedCustomer))];

    /// <summary>An order of the usual mix: some for a customer without credit, some for goods that run short.</summary>
    public PlacedOrder Mixed(string reference)
    {
        var dice = around.Dice;
        var customer = dice.Chance(LowCreditShare) ? around.Catalogue.Customer(Catalogue.LowCredit)! : AnyCustomer();
        var lines = Lines(dice.Between(1, 6));
        if (dice.Chance(ScarceShare)) lines.Add(Line(dice.Pick(_scarce)));
        return Order(reference, customer, lines);
    }

    /// <summary>An order without surprises, of that many lines.</summary>
    public PlacedOrder Plain(string reference, int lines) => Order(reference, AnyCustomer(), Lines(lines));

    private static bool IsScarce(Product product) => product.Sku.StartsWith("SCARCE", StringComparison.Ordinal);

    private PlacedOrder Order(string reference, Customer customer, IReadOnlyList<PlacedLine> lines)
    {
        var wished = around.Dice.Chance(0.3) ? DateOnly.FromDateTime(around.Time.GetUtcNow().UtcDateTime).AddDays(around.Dice.Between(3, 21)) : (DateOnly?)null;
        return new(reference, customer, customer.Address, wished, lines);
    }

    private Customer AnyCustomer() =>
        around.Dice.Chance(GuestShare) ? around.Catalogue.Customer(Catalogue.Guest)! : around.Dice.Pick(_customers);

    // A SKU comes once per order until the catalogue is used up, as people order.
    private List<PlacedLine> Lines(int count)
    {
        var first = around.Dice.Between(0, _products.Length - 1);
        var step = around.Dice.Between(1, _products.Length - 1);
        while (GreatestCommonDivisor(step, _products.Length) != 1) step++;
        return [.. Enumerable.Range(0, count).Select(n => Line(_products[(first + ((long)n * step)) % _products.Length]))];
    }

    private PlacedLine Line(Product product) => new(product.Sku, product.Description, around.Dice.Between(1, 12), product.Price);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
