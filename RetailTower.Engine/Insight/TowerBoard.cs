using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight;

/// <summary>The figures of the Tower page. Read at most once a second on a node, however many people look.</summary>
public sealed class TowerBoard(FigureQueries queries, LaneQueries lanes, ComparisonQueries comparisons, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1), LateAfter = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly MinuteBook _minutes = new(queries);
    private TowerFigures? _last;

    public async Task<TowerFigures> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            return _last is { } last && now - last.At < Fresh ? last : _last = await ReadAsync(now, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<TowerFigures> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (minutes, overall) = await _minutes.ReadAsync(now, cancellationToken);
        var lastMinute = await queries.OrdersReceivedAsync(now.AddMinutes(-1), now, cancellationToken);
        var ages = await queries.CaseAgesAsync(now, cancellationToken);
        var domains = ages.GroupBy(row => row.Domain)
            .Select(rows => new DomainAges(rows.Key, [.. DomainAges.Bounds.Select((_, column) => rows.Sum(row => row.Counts[column]))]))
            .OrderBy(row => row.Domain, StringComparer.Ordinal);
        var money = ages.Where(row => row.Currency is not null && row.MoneyAtRisk != 0).GroupBy(row => row.Currency!)
            .Select(rows => new Money(rows.Key, rows.Sum(row => row.MoneyAtRisk))).OrderByDescending(amount => amount.Amount);
        return new TowerFigures(
            now, lastMinute, minutes, overall, ages.Sum(row => row.Counts.Sum()), [.. money], [.. domains],
            await queries.StuckMessagesAsync(now - LateAfter, cancellationToken), await lanes.ListAsync(cancellationToken), await comparisons.LastAsync(cancellationToken));
    }
}
