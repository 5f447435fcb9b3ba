using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight;

/// <summary>How complete the invoices and payments are of the orders whose first goods left in a span of time.</summary>
/// <param name="Steps">Shipped, invoiced, paid, matched: each of the one before.</param>
/// <param name="Unseen">Orders that were not looked at yet; they count as shipped only.</param>
public sealed record SettlementReport(DateTimeOffset At, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SettlementCount> Steps, int Unseen);

/// <summary>Orders whose money has come at least so far.</summary>
/// <param name="Value">What their goods that left cost, by currency, most first.</param>
/// <param name="Lacking">Of the step before, those that have not come here.</param>
public sealed record SettlementCount(Settlement Step, int Orders, IReadOnlyList<Money> Value, int Lacking, IReadOnlyList<Money> LackingValue);

/// <summary>Where the completeness of a period is read; each is counted at most once in five seconds on a node, however many people look.</summary>
public sealed class SettlementBoard(SettlementQueries queries, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<(DateTimeOffset, DateTimeOffset), SettlementReport> _last = [];

    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public async Task<SettlementReport> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            foreach (var old in _last.Where(it => now - it.Value.At >= Fresh).Select(it => it.Key).ToList()) _last.Remove(old);
            if (!_last.TryGetValue((from, to), out var report)) _last[(from, to)] = report = Report(now, from, to, await queries.SumsAsync(from, to, cancellationToken));
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static SettlementReport Report(DateTimeOffset now, DateTimeOffset from, DateTimeOffset to, List<SettlementSum> sums)
    {
        return new SettlementReport(now, from, to, [.. Enum.GetValues<Settlement>().Select(Count)], sums.Where(sum => sum.State is null).Sum(sum => sum.Orders));

        SettlementCount Count(Settlement step)
        {
            var (there, lacking) = (sums.FindAll(sum => Of(sum) >= step), sums.FindAll(sum => Of(sum) == step - 1));
            return new SettlementCount(step, there.Sum(sum => sum.Orders), Value(there), lacking.Sum(sum => sum.Orders), Value(lacking));
        }
    }

    private static Settlement Of(SettlementSum sum) => sum.State ?? Settlement.Shipped;

    private static IReadOnlyList<Money> Value(List<SettlementSum> sums) =>
        [.. sums.GroupBy(sum => sum.Currency).Select(its => new Money(its.Key, its.Sum(sum => sum.Value))).OrderByDescending(money => money.Amount)];
}
