namespace RetailTower.Data.Kpis;

/// <summary>One thing that is counted by the hour, by grouping in the database. What there is to count is listed in <see cref="KpiStore"/>.</summary>
internal interface IKpiCount
{
    /// <summary>Counts whole hours, from <paramref name="from"/> until before <paramref name="to"/>.</summary>
    Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>One group of a count.</summary>
/// <param name="Hour">Number of the hour; see <see cref="KpiSql.Hour"/>.</param>
internal sealed record KpiCount(long Hour, string Figure, string? Channel, string? Region, string? Currency, int Bucket, long Count, decimal Amount);
