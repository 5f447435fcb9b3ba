using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Controls;

/// <summary>One of a line's quantities, shown against what was ordered.</summary>
/// <param name="Name">The domain's own word: "allocated", "shipped".</param>
/// <param name="State">Colours the bar when it means trouble (back-ordered: attention); null for an ordinary quantity.</param>
public sealed record QuantityBar(string Name, decimal Quantity, ScreenState? State = null);
