namespace RetailTower.Engine.Simulation.Core;

/// <summary>A system through which customers place orders.</summary>
public interface IOrderOrigin : ISimulatedSystem
{
    /// <summary>A reference for a new order in this system's own numbering.</summary>
    string NextReference();

    /// <summary>A customer places an order. It exists, and the system's messages about it are under way, when this returns.</summary>
    void Place(PlacedOrder order);

    /// <summary>A customer takes back part of an order: what has not shipped is cancelled, the rest is returned. False when the order is unknown.</summary>
    bool TakeBack(Reduction reduction);

    /// <summary>A customer changes the quantity of one line, counted from 1. False when the order is unknown or no longer open to changes.</summary>
    bool Amend(string reference, int line, decimal quantity);
}

/// <summary>A system that goods can arrive at.</summary>
public interface IStockKeeper
{
    /// <summary>Where the goods arrive: <c>erp</c> or a centre's name.</summary>
    string StockPlace { get; }

    /// <summary>Adds to the stock of a SKU. False when the SKU is unknown.</summary>
    bool ReceiveGoods(string sku, decimal quantity);
}

/// <summary>A system whose own administrator sets something up that its protocol has no call for.</summary>
public interface IAdministered
{
    /// <summary>Adds routes below <c>/setup</c> to the control face.</summary>
    void MapSetup(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder control);
}

/// <summary>A system that grants customers credit.</summary>
public interface ICreditKeeper
{
    /// <summary>Changes what is given and leaves the rest; a limit of 0 means none. False when the customer is unknown.</summary>
    bool SetCredit(string customerNumber, decimal? creditLimit, bool? blocked);
}

/// <summary>A system that invoices orders and is paid for them.</summary>
public interface IBookkeeper
{
    /// <summary>Puts right what faults made wrong with the invoices and payments of an order. False when nothing was wrong.</summary>
    bool PutRight(string reference);
}

/// <summary>An order as a customer places it.</summary>
public sealed record PlacedOrder(
    string Reference, Customer Customer, Address ShipTo, DateOnly? RequestedDelivery, IReadOnlyList<PlacedLine> Lines);

/// <summary>A line of a <see cref="PlacedOrder"/>; lines count from 1 in their order.</summary>
public sealed record PlacedLine(string Sku, string Description, decimal Quantity, decimal UnitPrice);

/// <summary>A cancellation or return of lines of one order.</summary>
/// <param name="Reference">The cancellation's own number.</param>
/// <param name="OrderReference">The order it takes from.</param>
/// <param name="Lines">Line numbers from 1 with the quantity taken back, above 0.</param>
public sealed record Reduction(string Reference, string OrderReference, IReadOnlyList<ReducedLine> Lines);

/// <summary>A line of a <see cref="Reduction"/>.</summary>
public sealed record ReducedLine(int Line, decimal Quantity);
