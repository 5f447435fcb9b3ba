using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Layout;

/// <summary>What the omnibox knows by itself: the search of the orders desk, and the pages by name.</summary>
internal static class OmniboxPages
{
    /// <summary>First the order search for what was typed (what Enter does), then the pages whose name has it. Empty for blank text.</summary>
    public static IReadOnlyList<OmniboxHit> Find(string text)
    {
        var sought = text.Trim();
        if (sought.Length == 0) return [];
        var pages = NavEntry.All
            .Where(entry => entry.Title.Contains(sought, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new OmniboxHit("Pages", entry.Title, $"g {entry.Key}", entry.Href))
            .ToList();
        var search = new OmniboxHit("Orders", $"Search orders for “{sought}”", null, TowerUrls.OrderSearch(sought));

        // Whoever types the beginning of a page's name means the page.
        return pages.Exists(page => page.Title.StartsWith(sought, StringComparison.OrdinalIgnoreCase)) ? [.. pages, search] : [search, .. pages];
    }
}
