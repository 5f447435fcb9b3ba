using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>An expectation whose time is up, with what a case about it needs to say.</summary>
public sealed record OverdueExpectation(long OrderKey, string Step, string System, DateTimeOffset SetAt, DateTimeOffset DueAt, string Number, decimal Total, string Currency);

/// <summary>Finds what did not arrive.</summary>
public sealed class ExpectationStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Opens a case for each expectation whose time is up, once. Returns the orders concerned.</summary>
    public Task<IReadOnlyList<long>> OpenOverdueAsync(int max, Func<OverdueExpectation, CaseOpening> opening, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<long>>(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var due = await db.Expectations.Where(e => !e.Overdue && e.DueAt <= now).OrderBy(e => e.DueAt).Take(max)
                .Join(db.Orders, e => e.OrderKey, o => o.Key, (e, o) => new { Expectation = e, o.Number, o.Total, o.Currency, o.RequestedDelivery }).ToListAsync(token);
            foreach (var it in due) it.Expectation.Overdue = true;
            // A pump that holds one of these orders reads it again, and so closes the case if the event comes at this very moment.
            var orders = due.Select(it => it.Expectation.OrderKey).Distinct().ToList();
            if (orders.Count > 0) await db.Orders.Where(o => orders.Contains(o.Key)).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), token);
            await CaseRows.OpenAsync(db, due.Select(it => opening(new OverdueExpectation(
                it.Expectation.OrderKey, it.Expectation.Step, it.Expectation.System, it.Expectation.SetAt, it.Expectation.DueAt, it.Number, it.Total, it.Currency)) with { PromisedFor = it.RequestedDelivery }).ToList(), now, token);
            return orders;
        }, cancellationToken);

    /// <summary>
    /// Adds to the outbox what <paramref name="question"/> asks about expectations of these steps that were set and are due by then, unless the same was
    /// asked within <paramref name="again"/>. Returns the systems asked.
    /// </summary>
    public Task<IReadOnlyList<string>> AskAsync(
        IReadOnlyList<string> steps, DateTimeOffset setBefore, DateTimeOffset dueBefore, TimeSpan again, int max, Func<OverdueExpectation, OutboxMessage> question, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(async (db, token) =>
        {
            var askedAfter = time.GetUtcNow() - again;
            var open = await db.Expectations.AsNoTracking().Where(e => steps.Contains(e.Step) && e.SetAt <= setBefore && e.DueAt <= dueBefore).OrderBy(e => e.DueAt).Take(max)
                .Join(db.Orders, e => e.OrderKey, o => o.Key, (e, o) => new OverdueExpectation(e.OrderKey, e.Step, e.System, e.SetAt, e.DueAt, o.Number, o.Total, o.Currency)).ToListAsync(token);
            // Several steps of an order may be answered by one document.
            var questions = await Questions.AddAsync(db, open.Select(question), askedAfter, token);
            return questions.Select(q => q.System).Distinct().ToList();
        }, cancellationToken);

    /// <summary>Opens a case for each message that has waited too long for its order, once. Returns how many.</summary>
    public Task<int> OpenForgottenAsync(int max, TimeSpan waited, Func<InboxMessage, CaseOpening> opening, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var before = time.GetUtcNow() - waited;
            var forgotten = await db.Inbox.Where(m => m.State == InboxState.Waiting && m.Attempts == 0 && m.ReceivedAt < before).OrderBy(m => m.Id).Take(max).ToListAsync(token);
            // An attempt marks that its case was opened; when the order comes at last, the pump settles it.
            foreach (var message in forgotten) message.Attempts = 1;
            await CaseRows.OpenAsync(db, forgotten.Select(opening).ToList(), time.GetUtcNow(), token);
            return forgotten.Count;
        }, cancellationToken);
}
