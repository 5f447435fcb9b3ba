using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight;

/// <summary>What the Tower page shows, as of one moment.</summary>
/// <param name="OrdersPerMinute">Orders received in the last 60 seconds.</param>
/// <param name="Minutes">The last 60 minutes, oldest first; the last one has only begun.</param>
/// <param name="Confirmation">Time from receipt to the ERP's first answer, over the same hour.</param>
/// <param name="Compared">The newest comparison with the systems that ended; null when there is none.</param>
/// <param name="Ages">One row per domain that has open cases.</param>
public sealed record TowerFigures(
    DateTimeOffset At,
    int OrdersPerMinute,
    IReadOnlyList<MinuteFigures> Minutes,
    Percentiles Confirmation,
    int OpenCases,
    IReadOnlyList<Money> MoneyAtRisk,
    IReadOnlyList<DomainAges> Ages,
    StuckMessages Stuck,
    IReadOnlyList<LaneRow> Lanes,
    ComparisonRow? Compared);

/// <param name="Minute">Its beginning.</param>
/// <param name="Orders">Orders received in it.</param>
/// <param name="Confirmation">Of the orders that the ERP answered in it.</param>
public sealed record MinuteFigures(DateTimeOffset Minute, int Orders, Percentiles Confirmation);

/// <summary>Open cases of one domain by age: younger than 5 minutes, 1 hour, 4 hours, 24 hours, older.</summary>
public sealed record DomainAges(string Domain, IReadOnlyList<int> Counts)
{
    /// <summary>Upper bound of each column; the last one has none.</summary>
    public static IReadOnlyList<TimeSpan?> Bounds { get; } =
        [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(24), null];
}
