namespace RetailTower.Web.Bench;

/// <summary>What a measured run shall do.</summary>
/// <param name="Orders">Whole journeys that are measured.</param>
/// <param name="Lines">Lines of each order.</param>
/// <param name="Rate">Orders placed per second; null places them as fast as they go.</param>
/// <param name="UnderWay">Without a rate: orders under way at once.</param>
/// <param name="WarmUp">Orders before the measured ones, so that no one-time cost of the programs is measured.</param>
/// <param name="Preload">Finished orders that the database holds before; 0 begins with an empty one.</param>
/// <param name="DataDirectory">Where the tower keeps its data; null takes a folder that is removed at the end.</param>
internal sealed record BenchPlan(int Orders, int Lines, double? Rate, int UnderWay, int WarmUp, int Preload, string? DataDirectory);
