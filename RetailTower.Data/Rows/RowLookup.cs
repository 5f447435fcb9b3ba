namespace RetailTower.Data.Rows;

/// <summary>How rows of a table are found by a list of keys.</summary>
/// <param name="by">Property whose column holds the key.</param>
/// <param name="and">Property whose column must hold one value besides.</param>
/// <param name="filter">True when that value only sorts out what the key has found, so that no index of its own should be tried for it.</param>
internal sealed class RowLookup<T>(string by, string? and = null, bool filter = false) where T : class
{
    public string By { get; } = by;

    public string? And { get; } = and;

    public bool Filter { get; } = filter;
}
