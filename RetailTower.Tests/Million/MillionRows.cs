using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using Xunit;

namespace RetailTower.Tests.Million;

/// <summary>
/// What a million orders of a week bring with them besides themselves: 30,000 exceptions of which 3,000 are open, 20,000 returns, 700 comparisons, 5,000 entries of
/// the audit. Exceptions are opened and closed by the stores themselves, so that their groups are true.
/// </summary>
internal static class MillionRows
{
    private const int Least = 1_000_000, Slots = 200, CasesOfSlot = 150, Returns = 20_000, Comparisons = 700, Audited = 5_000, AtOnce = 1_000;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly string[] Systems = ["business-central", "dc-east", "dc-west", "salesforce", "shopify"];

    private static readonly string[] Steps =
        [ExpectedSteps.ErpReview, ExpectedSteps.CentreAccepts, ExpectedSteps.Shipping, ExpectedSteps.Invoice, ExpectedSteps.Payment, ExpectedSteps.ReturnArrives];

    /// <summary>Adds them to the database of the folder, once. No tower may work on it.</summary>
    public static async Task AddAsync(string folder, CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow - Week);
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddTowerData(new DatabaseOptions { DataDirectory = folder }).BuildServiceProvider();
        await TowerData.MigrateAsync(services, cancellationToken);
        var database = services.GetRequiredService<TowerDatabase>();
        var (orders, done) = await database.ReadAsync(async (db, token) => (await db.Orders.CountAsync(token), await db.Returns.AnyAsync(token)), cancellationToken);
        Assert.True(orders >= Least, $"{folder} holds {orders} orders; {Least} are wanted.");
        if (done) return;
        await OpenCasesAsync(database, time, cancellationToken);
        await AddOthersAsync(database, cancellationToken);
    }

    private static async Task OpenCasesAsync(TowerDatabase database, FakeTimeProvider time, CancellationToken cancellationToken)
    {
        var (store, book) = (new ComparisonStore(database, time), new CaseBook(time, new TeamBook(new OwnershipOptions())));
        var closing = new List<string>();
        for (var slot = 0; slot < Slots; slot++)
        {
            time.Advance(Week / (Slots + 1));
            var orders = await OrdersAsync(database, slot * 997, CasesOfSlot, cancellationToken);
            var openings = orders.Select((order, n) => n % 5 == 0
                ? book.Order(order, CaseKind.Disagreement, Remedy.Restate, Domains.Order, order.Origin, CaseMatters.Shown, "It shows what is not so", "It shows Open, true is Completed.")
                : book.Missing(order.Key, Steps[n % Steps.Length], Domains.Integration, Systems[n % Systems.Length], "Nothing heard.", order.Total, order.Currency)).ToList();
            await store.SettleAsync(openings, closing, cancellationToken);
            closing = [.. openings.Where((_, n) => n % 10 != 0).Select(opening => opening.SubjectKey)];
        }

        await store.SettleAsync([], closing, cancellationToken);
    }

    private static async Task AddOthersAsync(TowerDatabase database, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        for (var first = 0; first < Returns; first += AtOnce)
        {
            var orders = await OrdersAsync(database, first * 50, AtOnce, cancellationToken);
            await database.WriteAsync((db, _) =>
            {
                db.Returns.AddRange(orders.Select((order, n) => Return(order, n, now - (Week * (first + n) / Returns))));
                return Task.CompletedTask;
            }, cancellationToken);
        }

        await database.WriteAsync((db, _) =>
        {
            db.Comparisons.AddRange(Enumerable.Range(0, Comparisons).Select(n => new Comparison
            {
                Sample = true, RequestedBy = "tower", RequestedAt = now - (Week * n / Comparisons), FinishedAt = now - (Week * n / Comparisons), State = OperationState.Done, Total = 200, Compared = 198, Untrue = n % 5,
                Unjudged = 2, Again = "[]", Keys = "[]",
            }).Reverse());
            db.Audit.AddRange(Enumerable.Range(0, Audited).Select(n => new AuditEntry { At = now - (Week * (Audited - n) / Audited), Who = $"person {n % 40}", Action = "personal-data.shown", Target = $"SO-{n}" }));
            return Task.CompletedTask;
        }, cancellationToken);
    }

    private static OrderReturn Return(Order order, int n, DateTimeOffset at)
    {
        var waits = n % 100 == 0;
        var sheet = new ReturnSheet([new ReturnLine(1, "85123A", 2.95m, 3) { Received = waits ? 0 : 3, Restocked = waits ? 0 : 3 }], []);
        return new OrderReturn
        {
            OrderKey = order.Key, Rma = $"R-{order.Number}-{n}", State = waits ? ReturnState.AwaitingApproval : n % 10 == 1 ? ReturnState.Inspected : ReturnState.Closed, Reason = "Too small", RequestedBy = "Agent Ada",
            RequestedAt = at, DecidedBy = waits ? null : "tower", DecidedAt = waits ? null : at, Amount = sheet.Amount, Currency = order.Currency, ChangedAt = at, ClosedAt = waits ? null : at, Sheet = sheet.Write(),
        };
    }

    /// <summary>Some orders, after the first so many.</summary>
    private static Task<List<Order>> OrdersAsync(TowerDatabase database, int after, int count, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var first = await db.Orders.MinAsync(o => o.Key, token);
        return await db.Orders.Where(o => o.Key >= first + after).OrderBy(o => o.Key).Take(count).ToListAsync(token);
    }, cancellationToken);
}
