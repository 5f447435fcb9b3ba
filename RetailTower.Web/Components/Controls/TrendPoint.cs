namespace RetailTower.Web.Components.Controls;

/// <summary>One part of a trend.</summary>
/// <param name="Value">Null where there was nothing to judge by.</param>
/// <param name="Text">The value as it is written.</param>
/// <param name="Note">What it was judged by.</param>
/// <param name="Href">What stands behind it; null where that cannot be shown.</param>
/// <param name="Missed">True when it misses the target.</param>
public sealed record TrendPoint(DateTimeOffset From, DateTimeOffset To, double? Value, string Text, string Note, string? Href, bool Missed);
