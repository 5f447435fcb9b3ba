using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>A connector whose system can be asked what it holds of an order, whether or not it has told anything.</summary>
public interface IShowsOrders
{
    /// <summary>What to <see cref="Operations.Fetch"/> to see the order as the system holds it now; empty when the system knows the order by no name that is given.</summary>
    /// <param name="number">The originator's order number, by which the ERP and the centres speak of it.</param>
    /// <param name="references">All names of the order that the tower knows.</param>
    IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references);
}
