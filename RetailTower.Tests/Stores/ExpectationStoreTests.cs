using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class ExpectationStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private ExpectationStore Watch => new(Store.Database, Store.Time);

    /// <summary>More are late than are asked about at once: those that were asked wait behind those that were not.</summary>
    [Fact]
    public async Task However_many_are_late_each_comes_to_its_turn()
    {
        await LateAsync(7);

        for (var round = 0; round < 4; round++) await AskAsync(max: 2);

        (await CallsAsync()).Select(call => call.CoalesceKey).ShouldBe(Enumerable.Range(1, 7).Select(order => $"erp:ask:{order}"), ignoreOrder: true);
        (await AskAsync(max: 2)).ShouldBeEmpty("none is to be asked again yet");
    }

    [Fact]
    public async Task A_question_that_still_waits_is_not_asked_again_and_one_that_went_out_is()
    {
        await LateAsync(1);
        await AskAsync(10);
        Store.Time.Advance(Again);

        (await AskAsync(10)).ShouldBeEmpty();
        (await CallsAsync()).Count.ShouldBe(1);

        await Store.Database.WriteAsync(async (db, token) => await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Done), token), Cancel);
        Store.Time.Advance(Again);
        (await AskAsync(10)).ShouldBe(["erp"]);
        (await CallsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_steps_that_one_document_answers_are_one_question()
    {
        await LateAsync(1);
        await Store.SeedAsync(new Expectation { OrderKey = 1, Step = "invoice", System = "erp", SetAt = StoreFixture.Noon, DueAt = StoreFixture.Noon, AskAt = StoreFixture.Noon.AddSeconds(30) });

        await AskAsync(10);
        Store.Time.Advance(TimeSpan.FromSeconds(30));
        (await AskAsync(10)).ShouldBeEmpty("it was asked half a minute ago");

        (await CallsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_cannot_be_asked_is_tried_again_later()
    {
        await LateAsync(1);

        (await Watch.AskAsync(10, _ => null, _ => Again, Cancel)).ShouldBeEmpty();
        (await AskAsync(10)).ShouldBeEmpty();
        Store.Time.Advance(Again);

        (await AskAsync(10)).ShouldBe(["erp"]);
    }

    protected Task<IReadOnlyList<string>> AskAsync(int max) => Watch.AskAsync(max, Question, _ => Again, Cancel);

    protected async Task LateAsync(int orders)
    {
        await Store.SeedAsync([.. Enumerable.Range(1, orders).Select(key => Rows.Order(key, $"{key}"))]);
        await Store.SeedAsync([.. Enumerable.Range(1, orders).Select(key => (object)new Expectation
        {
            OrderKey = key, Step = "erp-review", System = "erp", SetAt = StoreFixture.Noon.AddHours(-1), DueAt = StoreFixture.Noon.AddMinutes(-key), AskAt = StoreFixture.Noon.AddMinutes(-key),
        })]);
    }

    private OutboxMessage Question(OverdueExpectation open) => new()
    {
        System = open.System, Operation = "fetch", State = OutboxState.Ready, IdempotencyKey = $"ask:{open.OrderKey}:{Store.Time.GetUtcNow().Ticks}", CoalesceKey = $"erp:ask:{open.OrderKey}", Payload = "{}",
        CreatedAt = Store.Time.GetUtcNow(), DueAt = Store.Time.GetUtcNow(),
    };
}

public sealed class SqliteExpectationStoreTests : ExpectationStoreContract<SqliteStore>
{
    private readonly Transactions _transactions = new();

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync(_transactions);

    [Fact]
    public async Task Where_nothing_is_late_nothing_is_written()
    {
        await LateAsync(1);
        await AskAsync(10);
        var watch = new ExpectationStore(Store.Database, Store.Time);
        await watch.OpenOverdueAsync(10, due => Opening($"missing:{due.OrderKey}"), Cancel);
        var before = _transactions.Begun;

        await AskAsync(10);
        await watch.OpenOverdueAsync(10, due => Opening($"missing:{due.OrderKey}"), Cancel);
        await watch.OpenForgottenAsync(10, TimeSpan.FromMinutes(1), message => Opening($"inbox:{message.Id}"), Cancel);

        _transactions.Begun.ShouldBe(before);
        before.ShouldBeGreaterThan(0);
    }

    private sealed class Transactions : DbTransactionInterceptor
    {
        private int _begun;

        public int Begun => _begun;

        public override ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _begun);
            return ValueTask.FromResult(result);
        }
    }
}

public sealed class SqlServerExpectationStoreTests : ExpectationStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
