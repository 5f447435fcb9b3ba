using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Stock as storefronts are to be told it, beyond what centres state: what is kept back, and what storefronts show and is not so.</summary>
public sealed class StockStore(TowerDatabase database, TimeProvider time)
{
    private const int Together = 500;

    /// <summary>
    /// Keeps back in the centres, in their sequence, what lines have waited for since before <paramref name="waitedSince"/> without one, and no longer what none waits for.
    /// What changed is told by <paramref name="calls"/>, in the same commit.
    /// </summary>
    /// <returns>The systems that are to be told.</returns>
    public async Task<IReadOnlyList<string>> KeepBackAsync(DateTimeOffset waitedSince, IReadOnlyList<string> centres, Func<Stock, IEnumerable<OutboxMessage>> calls, CancellationToken cancellationToken)
    {
        var (wanted, skus) = await database.ReadAsync(async (db, token) =>
        {
            var waiting = await db.OrderLines.Where(l => l.State <= LineState.Confirmed && l.StateAt < waitedSince).GroupBy(l => l.Sku)
                .Select(g => new { Sku = g.Key, Quantity = g.Sum(l => l.Quantity) }).ToDictionaryAsync(it => it.Sku, it => it.Quantity, token);
            return (waiting, waiting.Keys.Union(await db.Stocks.Where(s => s.KeptBack != null).Select(s => s.Sku).ToListAsync(token)).ToList());
        }, cancellationToken);
        var told = new HashSet<string>();
        foreach (var chunk in skus.Chunk(Together))
        {
            told.UnionWith(await database.WriteAsync(async (db, token) =>
            {
                var news = new List<OutboxMessage>();
                foreach (var its in (await db.Stocks.AsTracking().Where(s => chunk.Contains(s.Sku)).ToListAsync(token)).GroupBy(stock => stock.Sku))
                {
                    var left = wanted.GetValueOrDefault(its.Key);
                    foreach (var stock in its.OrderBy(stock => Place(stock.Centre)))
                    {
                        var kept = Math.Clamp(left, 0, Math.Max(0, stock.Available));
                        left -= kept;
                        if ((stock.KeptBack ?? 0) == kept) continue;
                        stock.KeptBack = kept == 0 ? null : kept;
                        news.AddRange(calls(stock));
                    }
                }

                db.Outbox.AddRange(news);
                return news.Select(call => call.System).Distinct().ToList();
            }, cancellationToken));
        }

        return [.. told];

        int Place(string centre) => centres.Contains(centre) ? centres.ToList().IndexOf(centre) : centres.Count;
    }

    /// <summary>Has a storefront's stock compared, as soon as may be.</summary>
    /// <returns>False while an earlier comparison of it is not over.</returns>
    public Task<bool> RequestAsync(string system, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.StockComparisons.AnyAsync(c => c.FinishedAt == null && c.System == system, token)) return false;
        db.StockComparisons.Add(new StockComparison { System = system, RequestedBy = who, RequestedAt = time.GetUtcNow() });
        return true;
    }, cancellationToken);

    /// <summary>The next comparison that is not over, counting from nothing; null when there is none.</summary>
    public Task<StockComparison?> NextAsync(CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.StockComparisons.AsTracking().Where(c => c.FinishedAt == null).OrderBy(c => c.Id).FirstOrDefaultAsync(token) is not { } next) return null;
        (next.Compared, next.Differing) = (0, 0);
        return next;
    }, cancellationToken);

    /// <summary>
    /// Compares a page of what a storefront shows. What has been so for longer than <paramref name="settle"/>, with nothing on its way there, and is not what
    /// <paramref name="offered"/> says, is told again.
    /// </summary>
    /// <returns>How many figures are told again.</returns>
    public async Task<int> CompareAsync(
        StockComparison comparison, IReadOnlyDictionary<(string Sku, string Centre), decimal> shown, TimeSpan settle, Func<Stock, decimal> offered, Func<Stock, OutboxMessage> call, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - settle;
        var (compared, again) = await database.ReadAsync(async (db, token) =>
        {
            var skus = shown.Keys.Select(it => it.Sku).Distinct().ToList();
            var stocks = (await db.Stocks.AsNoTracking().Where(s => skus.Contains(s.Sku)).ToListAsync(token)).FindAll(stock => shown.ContainsKey((stock.Sku, stock.Centre)));
            var calls = stocks.Where(stock => stock.StatedAt < before && offered(stock) != shown[(stock.Sku, stock.Centre)]).Select(call).ToList();
            var keys = calls.ConvertAll(it => it.CoalesceKey!);
            var under = await db.Outbox.Where(o => o.CoalesceKey != null && keys.Contains(o.CoalesceKey) && (o.State == OutboxState.Ready || o.DoneAt > before)).Select(o => o.CoalesceKey).ToListAsync(token);
            return (stocks.Count, calls.FindAll(it => !under.Contains(it.CoalesceKey)));
        }, cancellationToken);
        await database.WriteAsync(async (db, token) =>
        {
            db.Outbox.AddRange(again);
            await db.StockComparisons.Where(c => c.Id == comparison.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Compared, c => c.Compared + compared).SetProperty(c => c.Differing, c => c.Differing + again.Count), token);
            return true;
        }, cancellationToken);
        return again.Count;
    }

    /// <param name="failure">Why it ended early; null when all was seen.</param>
    public Task FinishAsync(StockComparison comparison, string? failure, CancellationToken cancellationToken) => database.WriteAsync(
        (db, token) => db.StockComparisons.Where(c => c.Id == comparison.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.FinishedAt, time.GetUtcNow()).SetProperty(c => c.Failure, failure), token), cancellationToken);

    /// <summary>The newest comparison of each storefront.</summary>
    public Task<IReadOnlyList<StockComparison>> NewestAsync(IReadOnlyList<string> systems, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StockComparison>>(async (db, token) =>
    {
        var newest = new List<StockComparison>();
        foreach (var system in systems)
            if (await db.StockComparisons.AsNoTracking().Where(c => c.System == system).OrderByDescending(c => c.Id).FirstOrDefaultAsync(token) is { } last) newest.Add(last);
        return newest;
    }, cancellationToken);
}
