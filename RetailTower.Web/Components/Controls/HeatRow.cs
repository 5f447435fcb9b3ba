using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Controls;

/// <summary>One line of a <see cref="HeatTable"/>.</summary>
/// <param name="Name">What the line is about ("Fulfilment").</param>
/// <param name="Cells">As many cells as the table has columns.</param>
/// <param name="Href">The list of the whole line; null when there is none.</param>
public sealed record HeatRow(string Name, IReadOnlyList<HeatCell> Cells, string? Href = null);

/// <summary>One cell of a <see cref="HeatTable"/>.</summary>
/// <param name="Count">How many; 0 shows as a dot and does not ask for attention.</param>
/// <param name="Href">The list of just these.</param>
/// <param name="State">What it means that there are any.</param>
public sealed record HeatCell(long Count, string Href, ScreenState State = ScreenState.Attention);
