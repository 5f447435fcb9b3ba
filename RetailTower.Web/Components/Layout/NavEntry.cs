using MudBlazor;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Layout;

/// <summary>A page that the rail leads to.</summary>
/// <param name="Key">The letter that follows `g`; keys.js knows the same letters.</param>
internal sealed record NavEntry(string Title, string Href, string Icon, char Key)
{
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("Tower", TowerUrls.Tower, Icons.Material.Outlined.CellTower, 't'),
        new("Orders", TowerUrls.Orders, Icons.Material.Outlined.Inventory2, 'o'),
        new("Exceptions", TowerUrls.Exceptions, Icons.Material.Outlined.ReportProblem, 'e'),
        new("Returns", TowerUrls.Returns, Icons.Material.Outlined.AssignmentReturn, 'r'),
        new("Insights", TowerUrls.Insights, Icons.Material.Outlined.QueryStats, 'i'),
        new("Systems", TowerUrls.Systems, Icons.Material.Outlined.Hub, 's'),
    ];
}
