namespace RetailTower.Engine.Insight;

/// <summary>What the metrics tell of one lane.</summary>
/// <param name="Breaker">0 closed, 1 open, 2 half-open.</param>
/// <param name="BudgetLeft">Requests that the system still takes; null when it has said nothing.</param>
/// <param name="DrainSeconds">Until it is empty; infinite when more comes in than can go out, null when nobody can say yet.</param>
public sealed record LaneGauges(
    string Lane, long Depth, double OldestSeconds, int Breaker, int Concurrency, int UnderWay, double? BudgetLeft, double ArrivalPerSecond, double? DrainSeconds);
