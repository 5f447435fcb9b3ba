using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>An expectation whose time is up, with what a case about it needs to say.</summary>
public sealed record OverdueExpectation(long OrderKey, string Step, string System, DateTimeOffset SetAt, DateTimeOffset DueAt, string Number, decimal Total, string Currency);

/// <summary>Finds what did not arrive.</summary>
public sealed class ExpectationStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Opens a case for each expectation whose time is up, once. Returns the orders concerned.</summary>
    public async Task<IReadOnlyList<long>> OpenOverdueAsync(int max, Func<OverdueExpectation, CaseOpening> opening, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A parameter, since SQLite finds nothing by an index where the column itself is the condition.
        var seen = false;
        if (!await database.ReadAsync((db, token) => db.Expectations.AnyAsync(e => e.Overdue == seen && e.DueAt <= now, token), cancellationToken)) return [];
        return await database.WriteAsync<IReadOnlyList<long>>(async (db, token) =>
        {
            var due = await db.Expectations.Where(e => e.Overdue == seen && e.DueAt <= now).OrderBy(e => e.DueAt).Take(max)
                .Join(db.Orders, e => e.OrderKey, o => o.Key, (e, o) => new { Expectation = e, o.Number, o.Total, o.Currency, o.RequestedDelivery }).ToListAsync(token);
            foreach (var it in due) it.Expectation.Overdue = true;
            // A pump that holds one of these orders reads it again, and so closes the case if the event comes at this very moment.
            var orders = due.Select(it => it.Expectation.OrderKey).Distinct().ToList();
            if (orders.Count > 0) await db.Orders.Where(o => orders.Contains(o.Key)).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), token);
            await CaseRows.OpenAsync(db, due.ConvertAll(it => opening(About(it.Expectation, it.Number, it.Total, it.Currency)) with { PromisedFor = it.RequestedDelivery }), now, token);
            return orders;
        }, cancellationToken);
    }

    /// <summary>
    /// Adds to the outbox what <paramref name="question"/> asks about expectations whose source is to be asked by now, those that wait longest first, and sets when each
    /// is asked next. What still waits to be sent, or was asked within <paramref name="again"/> about another step, is not asked twice. Returns the systems asked.
    /// </summary>
    /// <param name="question">Null where the source can no longer be asked: it is tried again later.</param>
    /// <param name="again">How soon it is asked again.</param>
    public async Task<IReadOnlyList<string>> AskAsync(int max, Func<OverdueExpectation, OutboxMessage?> question, Func<OverdueExpectation, TimeSpan> again, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await database.ReadAsync((db, token) => db.Expectations.AnyAsync(e => e.AskAt <= now, token), cancellationToken)) return [];
        return await database.WriteAsync<IReadOnlyList<string>>(async (db, token) =>
        {
            var due = await db.Expectations.AsTracking().Where(e => e.AskAt <= now).OrderBy(e => e.AskAt).Take(max)
                .Join(db.Orders, e => e.OrderKey, o => o.Key, (e, o) => new { Expectation = e, o.Number, o.Total, o.Currency }).ToListAsync(token);
            var asking = due.ConvertAll(it => (it.Expectation, About: About(it.Expectation, it.Number, it.Total, it.Currency)));
            foreach (var (expectation, about) in asking) expectation.AskAt = now + again(about);
            // Several steps of an order may be answered by one document.
            var questions = asking.Select(it => (Question: question(it.About), Again: again(it.About))).Where(it => it.Question is not null).DistinctBy(it => it.Question!.CoalesceKey).ToList();
            var keys = questions.ConvertAll(it => it.Question!.CoalesceKey);
            var since = now - questions.Select(it => it.Again).DefaultIfEmpty().Max();
            var asked = (await db.Outbox.Where(o => o.CoalesceKey != null && keys.Contains(o.CoalesceKey) && (o.State == OutboxState.Ready || o.CreatedAt > since)).Select(o => new { o.CoalesceKey, o.State, o.CreatedAt }).ToListAsync(token))
                .ToLookup(it => it.CoalesceKey);
            var news = questions.Where(it => !asked[it.Question!.CoalesceKey].Any(before => before.State == OutboxState.Ready || before.CreatedAt > now - it.Again)).Select(it => it.Question!).ToList();
            db.Outbox.AddRange(news);
            return news.Select(it => it.System).Distinct().ToList();
        }, cancellationToken);
    }

    /// <summary>Opens a case for each message that has waited too long for its order, once. Returns how many.</summary>
    public async Task<int> OpenForgottenAsync(int max, TimeSpan waited, Func<InboxMessage, CaseOpening> opening, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - waited;
        if (!await database.ReadAsync((db, token) => db.Inbox.AnyAsync(m => m.State == InboxState.Waiting && m.Attempts == 0 && m.ReceivedAt < before, token), cancellationToken)) return 0;
        return await database.WriteAsync(async (db, token) =>
        {
            var forgotten = await db.Inbox.Where(m => m.State == InboxState.Waiting && m.Attempts == 0 && m.ReceivedAt < before).OrderBy(m => m.Id).Take(max).ToListAsync(token);
            // An attempt marks that its case was opened; when the order comes at last, the pump settles it.
            foreach (var message in forgotten) message.Attempts = 1;
            await CaseRows.OpenAsync(db, forgotten.Select(opening).ToList(), time.GetUtcNow(), token);
            return forgotten.Count;
        }, cancellationToken);
    }

    private static OverdueExpectation About(Expectation it, string number, decimal total, string currency) => new(it.OrderKey, it.Step, it.System, it.SetAt, it.DueAt, number, total, currency);
}
