namespace RetailTower.Web.Components.Controls;

/// <summary>The latencies of one interval; null where nothing finished in it.</summary>
/// <param name="At">Start of the interval.</param>
public sealed record LatencyPoint(DateTimeOffset At, TimeSpan? P50, TimeSpan? P95, TimeSpan? P99);
