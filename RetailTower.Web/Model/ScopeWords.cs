using RetailTower.Engine.Orders;

namespace RetailTower.Web.Model;

/// <summary>Whose orders a rule is for, in words.</summary>
public static class ScopeWords
{
    /// <param name="of">See <see cref="OrderScope"/>, or a centre.</param>
    public static string Of(string of) => OrderScope.Brand(of) ?? OrderScope.Country(of) ?? SystemNames.Of(of);

    /// <summary>As the head of a column.</summary>
    /// <param name="of">Null for all.</param>
    public static string Orders(string? of) => of is null ? "All orders" : OrderScope.Country(of) is { } country ? $"Orders to {country}" : $"Orders of {Of(of)}";
}
