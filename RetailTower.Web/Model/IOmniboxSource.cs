namespace RetailTower.Web.Model;

/// <summary>A place that the omnibox searches besides the pages. Register as many as there are desks (orders, people, groups).</summary>
public interface IOmniboxSource
{
    /// <summary>The best matches for what was typed so far, best first, at most <paramref name="limit"/>. An empty list when nothing fits.</summary>
    Task<IReadOnlyList<OmniboxHit>> FindAsync(string text, int limit, CancellationToken cancellationToken);
}

/// <summary>One line of the omnibox's list.</summary>
/// <param name="Group">Heading it is listed under ("Orders", "Pages").</param>
/// <param name="Title">What it is ("SO-10482").</param>
/// <param name="Detail">What tells it from its neighbours ("Northwind · shipped 2 h ago").</param>
/// <param name="Href">Where it leads.</param>
public sealed record OmniboxHit(string Group, string Title, string? Detail, string Href);
