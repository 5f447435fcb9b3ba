using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class OrderWorkStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private const long Key = 10_001;

    [Fact]
    public async Task A_turn_commits_all_of_it()
    {
        await Inbox.AddAsync([About("a", Key), Told("waits", "E-9", "erp")], Cancel);
        await TakeAsync();

        var done = await TurnAsync(work =>
        {
            work.Orders.Add(Key, WithLine(Rows.Order(Key, "N1")));
            work.History.Add(new HistoryEntry { OrderKey = Key, At = Noon, Source = "shop", What = "placed" });
            work.Outbox.Add(Rows.Outbound("k", OutboxState.Ready, orderKey: Key));
            work.References.Add(Rows.Reference(Key, "erp", "number", "E-9"));
            work.Cases.Add(Opening("order:1"));
            work.Customers.Add("C1", new Customer { Number = "C1", Name = "N" });
            foreach (var message in work.Messages) Finish(message);
        });

        done.ShouldSatisfyAllConditions(
            it => it.Messages.ShouldBe(1), it => it.OrderKeys.ShouldBe([Key]), it => it.Lanes.ShouldBe([("erp", 0)]), it => it.Partitions.ShouldBe([Partitions.OfOrder(Key)]), it => it.CasesChanged.ShouldBeTrue());
        (await Store.ReadAsync(db => db.OrderLines.CountAsync(Cancel))).ShouldBe(1);
        (await Store.ReadAsync(db => db.History.CountAsync(Cancel))).ShouldBe(1);
        (await Store.ReadAsync(db => db.Customers.CountAsync(Cancel))).ShouldBe(1);
        (await CallsAsync()).ShouldHaveSingleItem();
        (await CasesAsync()).ShouldHaveSingleItem();
        (await MessagesAsync()).Select(m => (m.MessageKey, m.State)).ShouldBe([("a", InboxState.Done), ("waits", InboxState.Ready)]);
    }

    [Fact]
    public async Task A_turn_that_throws_in_the_middle_commits_nothing()
    {
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => TurnAsync(work =>
        {
            work.Orders.Add(Key, Rows.Order(Key, "N1"));
            work.Outbox.Add(Rows.Outbound("k", OutboxState.Ready, orderKey: Key));
            foreach (var message in work.Messages) Finish(message);
            throw new InvalidOperationException("in the middle");
        }));

        (await Store.ReadAsync(db => db.Orders.CountAsync(Cancel))).ShouldBe(0);
        (await CallsAsync()).ShouldBeEmpty();
        (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Ready);
    }

    [Fact]
    public async Task A_turn_whose_commit_fails_at_the_last_row_leaves_nothing()
    {
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();

        await Should.ThrowAsync<Exception>(() => TurnAsync(work =>
        {
            work.Orders.Add(Key, Rows.Order(Key, "N1"));
            work.Cases.Add(Opening("order:1") with { Title = null! });
            foreach (var message in work.Messages) Finish(message);
        }));

        (await Store.ReadAsync(db => db.Orders.CountAsync(Cancel))).ShouldBe(0);
        (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Ready);
    }

    [Fact]
    public async Task A_failed_message_keeps_its_own_order_waiting_and_no_other()
    {
        const long neighbour = Key + Partitions.Inbox;
        await Inbox.AddAsync([About("bad", Key), About("behind", Key), About("flows", neighbour)], Cancel);
        await TakeAsync();
        await TurnAsync(work =>
        {
            foreach (var message in work.Messages.Where(m => m.MessageKey != "behind"))
            {
                if (message.MessageKey == "bad") message.State = InboxState.Failed;
                else Finish(message);
            }
        });

        (await TurnAsync(_ => { })).Messages.ShouldBe(0);
        (await MessagesAsync()).Select(m => (m.MessageKey, m.State)).ShouldBe([("bad", InboxState.Failed), ("behind", InboxState.Ready), ("flows", InboxState.Done)]);

        // Worked on again, it comes before those that wait behind it.
        await Store.Database.WriteAsync((db, token) => db.Inbox.Where(m => m.State == InboxState.Failed).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, InboxState.Ready), token), Cancel);
        var seen = new List<string>();
        await TurnAsync(work => seen = [.. work.Messages.Select(m => m.MessageKey)]);
        seen.ShouldBe(["bad", "behind"]);
    }

    [Fact]
    public async Task Messages_come_in_sequence_and_no_more_than_asked_for()
    {
        await Inbox.AddAsync([.. Enumerable.Range(0, 30).Select(i => About($"m{i:00}", Key + i % 2 * Partitions.Inbox))], Cancel);
        await TakeAsync();
        var seen = new List<string>();

        for (var turn = 0; turn < 4; turn++)
        {
            await Work.TurnAsync(Partition, Me, Partitions.OfOrder(Key), 10, NoNeeds, work =>
            {
                seen.AddRange(work.Messages.Select(m => m.MessageKey));
                foreach (var message in work.Messages) Finish(message);
            }, Cancel);
        }

        seen.ShouldBe(Enumerable.Range(0, 30).Select(i => $"m{i:00}"));
    }

    [Fact]
    public async Task A_newer_call_of_the_same_name_replaces_an_unsent_older_one()
    {
        await Store.SeedAsync(Coalesced("old", OutboxState.Ready), Coalesced("sent", OutboxState.Done), Coalesced("dead", OutboxState.Failed), Rows.Outbound("other", OutboxState.Ready));
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();

        await TurnAsync(work => work.Outbox.Add(Coalesced("new", OutboxState.Ready)));

        (await CallsAsync()).ToDictionary(m => m.IdempotencyKey, m => m.State).ShouldBe(new Dictionary<string, OutboxState>
        {
            ["old"] = OutboxState.Superseded, ["sent"] = OutboxState.Done, ["dead"] = OutboxState.Failed, ["other"] = OutboxState.Ready, ["new"] = OutboxState.Ready,
        });
    }

    [Fact]
    public async Task A_retried_call_that_a_newer_one_replaces_takes_its_case_with_it()
    {
        var retried = Coalesced("retried", OutboxState.Ready);
        retried.Result = "Over the limit.";
        await Store.SeedAsync(retried);
        var subject = LaneStore.CallSubject((await CallsAsync()).Single().Id);
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();
        await TurnAsync(work => work.Cases.Add(Opening(subject)));

        await TurnAsync(work => work.Outbox.Add(Coalesced("new", OutboxState.Ready)));

        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.AutoResolved);
    }

    [Fact]
    public async Task While_a_case_is_open_a_further_failure_of_its_subject_adds_to_it_and_success_closes_it()
    {
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();
        await TurnAsync(work => work.Cases.AddRange([Opening("s"), Opening("t")]));
        await TurnAsync(work => work.Cases.Add(Opening("s", "Again.")));

        (await CasesAsync()).Select(it => (it.SubjectKey, it.Repeats, it.Detail, it.State)).ShouldBe([("s", 1, "Again.", CaseState.Open), ("t", 0, "It failed.", CaseState.Open)], ignoreOrder: true);

        await TurnAsync(work => work.Settled["s"] = "Mended.");
        (await CasesAsync()).Single(it => it.SubjectKey == "s").ShouldSatisfyAllConditions(it => it.State.ShouldBe(CaseState.AutoResolved), it => it.Resolution.ShouldBe("Mended."), it => it.ResolvedAt.ShouldBe(Noon));
        var case1 = (await CasesAsync()).Single(it => it.SubjectKey == "s").Id;
        (await Store.ReadAsync(db => db.CaseEntries.Where(e => e.CaseId == case1).OrderBy(e => e.Id).Select(e => e.What).ToListAsync(Cancel))).ShouldBe(["opened", "failed-again", "resolved"]);

        await TurnAsync(work => work.Cases.Add(Opening("s")));
        (await CasesAsync()).Count(it => it.SubjectKey == "s").ShouldBe(2);
    }

    [Fact]
    public async Task An_expectation_whose_time_is_up_is_a_case_once_and_the_event_closes_it()
    {
        var order = Rows.Order(Key, "N1");
        order.Expectations.Add(new Expectation { OrderKey = Key, Step = "shipping", System = "dc-east", SetAt = Noon, DueAt = Noon.AddMinutes(10) });
        await Store.SeedAsync(order);
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();
        var watch = new ExpectationStore(Store.Database, Store.Time);

        (await watch.OpenOverdueAsync(10, due => Opening($"missing:{due.OrderKey}:{due.Step}"), Cancel)).ShouldBeEmpty();
        Store.Time.Advance(TimeSpan.FromMinutes(10));
        (await watch.OpenOverdueAsync(10, due => Opening($"missing:{due.OrderKey}:{due.Step}"), Cancel)).ShouldBe([Key]);
        (await watch.OpenOverdueAsync(10, due => Opening($"missing:{due.OrderKey}:{due.Step}"), Cancel)).ShouldBeEmpty();
        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.Open);
        await TakeAsync();
        await TurnAsync(work =>
        {
            work.Orders[Key].Expectations.Single().Overdue.ShouldBeTrue();
            work.Orders[Key].Expectations.Clear();
            work.Settled[$"missing:{Key}:shipping"] = "It came.";
        });

        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.AutoResolved);
        (await Store.ReadAsync(db => db.Expectations.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_waits_too_long_is_a_case_once()
    {
        await Inbox.AddAsync([Told("lost", "9")], Cancel);
        var watch = new ExpectationStore(Store.Database, Store.Time);
        var waits = TimeSpan.FromMinutes(10);

        (await watch.OpenForgottenAsync(10, waits, message => Opening($"inbox:{message.Id}"), Cancel)).ShouldBe(0);
        Store.Time.Advance(waits * 2);
        (await watch.OpenForgottenAsync(10, waits, message => Opening($"inbox:{message.Id}"), Cancel)).ShouldBe(1);
        (await watch.OpenForgottenAsync(10, waits, message => Opening($"inbox:{message.Id}"), Cancel)).ShouldBe(0);

        (await CasesAsync()).ShouldHaveSingleItem();
    }

    private static OutboxMessage Coalesced(string key, OutboxState state)
    {
        var call = Rows.Outbound(key, state);
        call.CoalesceKey = "erp:status";
        return call;
    }

    private static Order WithLine(Order order)
    {
        order.Lines.Add(Rows.Line(order.Key, 1, 1, 5, LineState.Received));
        return order;
    }

    /// <summary>The lease lapsed unnoticed, another node worked under it and gave it back, and the first goes on under its old name.</summary>
    [Fact]
    public async Task What_a_turn_remembers_is_forgotten_once_its_lease_may_have_been_anothers()
    {
        await Store.SeedAsync(Rows.Order(Key, "N1"), Rows.Line(Key, 1, 1, 2, LineState.Received));
        var (mine, others) = (Work, Work);
        await Inbox.AddAsync([About("a", Key)], Cancel);
        await TakeAsync();
        await OnAsync(mine, Me, work => work.Orders[Key].Lines[0].State = LineState.Submitting);
        Store.Time.Advance(LeaseStore.Length + TimeSpan.FromSeconds(1));
        await Inbox.AddAsync([About("b", Key)], Cancel);
        await TakeAsync(owner: Other);
        await OnAsync(others, Other, work => work.Orders[Key].Lines[0].State = LineState.Submitted);
        await Leases.ReleaseAsync(Partition, Other, Cancel);
        await Inbox.AddAsync([About("c", Key)], Cancel);
        await TakeAsync();

        var seen = new List<LineState>();
        await OnAsync(mine, Me, work => seen.Add(work.Orders[Key].Lines[0].State));

        seen.ShouldBe([LineState.Submitted]);

        Task<OrderWorkDone> OnAsync(OrderWorkStore store, string owner, Action<OrderWork> change) => store.TurnAsync(Partition, owner, Partitions.OfOrder(Key), 100, NoNeeds, work =>
        {
            change(work);
            foreach (var message in work.Messages) Finish(message);
        }, Cancel);
    }

    private Task<OrderWorkDone> TurnAsync(Action<OrderWork> work) => Work.TurnAsync(Partition, Me, Partitions.OfOrder(Key), 100, NoNeeds, work, Cancel);
}

public sealed class SqliteOrderWorkStoreTests : OrderWorkStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerOrderWorkStoreTests : OrderWorkStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
