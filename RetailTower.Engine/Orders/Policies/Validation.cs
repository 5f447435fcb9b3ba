using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders.Policies;

/// <summary>What the tower's rules say of an order before the ERP sees it.</summary>
/// <param name="Holds">Each stops the order until a person mends it.</param>
/// <param name="Advice">Worth knowing; the system of record decides.</param>
public sealed record Verdict(IReadOnlyList<Finding> Holds, IReadOnlyList<Finding> Advice);

/// <param name="Code">Short stable word for the rule.</param>
/// <param name="Domain">Whose matter it is.</param>
public sealed record Finding(string Code, string Domain, string Text);

/// <summary>
/// Contract price, customer credit, availability across the centres and delivery window, judged on what the systems of record last stated. The
/// tower's copy may be seconds old, so what only the ERP can know for certain (an unknown article, the credit balance) is advice.
/// </summary>
public static class Validation
{
    public static Verdict Judge(TurnContext context, Order order)
    {
        var holds = new List<Finding>();
        var advice = new List<Finding>();
        JudgeCustomer(context, order, holds, advice);
        JudgeWindow(context, order, holds);
        foreach (var line in order.Lines.Where(line => line.State is LineState.Received or LineState.Held).GroupBy(line => line.LineNo))
            JudgeLine(context, order, line.First(), line.Sum(part => part.Quantity), holds, advice);
        return new Verdict(holds, advice);
    }

    private static void JudgeCustomer(TurnContext context, Order order, List<Finding> holds, List<Finding> advice)
    {
        if (!context.Work.Customers.TryGetValue(order.CustomerNumber, out var customer))
        {
            advice.Add(new Finding("customer-unknown", Domains.Customer, $"Customer {order.CustomerNumber} is not in the tower's copy of the ERP's customers."));
            return;
        }

        if (customer.Blocked)
        {
            holds.Add(new Finding("customer-blocked", Domains.Customer, $"Customer {customer.Number} is blocked in the ERP. Unblock the customer there, then retry."));
        }
        else if (customer.CreditLimit > 0 && customer.BalanceDue + order.Total > customer.CreditLimit)
        {
            var finding = new Finding("credit", Domains.Customer, string.Create(CultureInfo.InvariantCulture,
                $"The order's {order.Total:0.00} and the balance of {customer.BalanceDue:0.00} exceed customer {customer.Number}'s credit limit of {customer.CreditLimit:0.00}."));
            (context.Policies.CreditCheck == CreditCheck.Hold ? holds : advice).Add(finding);
        }
    }

    private static void JudgeWindow(TurnContext context, Order order, List<Finding> holds)
    {
        if (order.RequestedDelivery is not { } wanted) return;
        var placed = DateOnly.FromDateTime(order.PlacedAt.UtcDateTime);
        if (wanted < placed)
            holds.Add(new Finding("delivery-window", Domains.Order, $"Delivery is wanted on {wanted:yyyy-MM-dd}, before the order was placed on {placed:yyyy-MM-dd}."));
        else if (wanted > placed.AddDays(context.Policies.DeliveryWindowDays))
            holds.Add(new Finding("delivery-window", Domains.Order, $"Delivery is wanted on {wanted:yyyy-MM-dd}, more than {context.Policies.DeliveryWindowDays} days ahead."));
    }

    private static void JudgeLine(TurnContext context, Order order, OrderLine line, decimal quantity, List<Finding> holds, List<Finding> advice)
    {
        if (!context.Work.Products.TryGetValue(line.Sku, out var product))
        {
            advice.Add(new Finding("article-unknown", Domains.Product, $"Line {line.LineNo}: article {line.Sku} is not in the tower's copy of the ERP's articles."));
            return;
        }

        if (product.Blocked) holds.Add(new Finding("article-blocked", Domains.Product, $"Line {line.LineNo}: article {line.Sku} is blocked in the ERP."));
        var floor = product.UnitPrice * (1 - context.Policies.PriceTolerance);
        if (line.UnitPrice < floor)
        {
            holds.Add(new Finding("contract-price", Domains.Product, string.Create(CultureInfo.InvariantCulture,
                $"Line {line.LineNo}: {line.Sku} at {line.UnitPrice:0.00} is below its contract price of {product.UnitPrice:0.00} {order.Currency}.")));
        }

        var available = context.Systems.Centres.Sum(centre => context.Work.Stocks.GetValueOrDefault((line.Sku, centre))?.Available ?? 0);
        if (available < quantity)
        {
            advice.Add(new Finding("availability", Domains.Inventory, string.Create(CultureInfo.InvariantCulture,
                $"Line {line.LineNo}: {quantity:0.##} of {line.Sku} ordered, {available:0.##} available in all centres.")));
        }
    }
}
