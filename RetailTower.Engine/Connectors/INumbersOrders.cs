using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>A connector whose system numbers its orders one after the other and can be asked for one by that number.</summary>
public interface INumbersOrders
{
    /// <summary>What to <see cref="Operations.Fetch"/> to see the order of that <see cref="CanonicalEvent.RunningNumber"/>; refused when the system has none.</summary>
    FetchCommand DocumentOf(string runningNumber);
}
