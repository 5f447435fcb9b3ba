using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>One change of many failed calls: looked at over all of them, then sent in waves, each copy once.</summary>
public abstract class PatchContract<T> : DeskContract<T> where T : StoreFixture
{
    private const string Lease = "lane:erp:0";
    private static readonly PayloadChange _change = new(ChangeVerb.Replace, "lines[].sku", "OLD", "NEW", false);

    private PatchDesk Desk => Store.Get<PatchDesk>();

    private RecoveryDesk Recovery => Store.Get<RecoveryDesk>();

    [Fact]
    public async Task The_preview_tells_over_all_what_would_change_and_sends_nothing()
    {
        var ids = await DeadCallsAsync(1_203, place => place switch { < 5 => "OTHER", < 7 => "BROKEN", _ => "OLD" });
        var barred = Rows.Case("order:1:approval");
        await Store.SeedAsync(barred);
        await Store.Database.WriteAsync((db, token) => db.Outbox.Where(m => m.Id == 1_203).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Ready), token), Cancel);

        var operation = await Desk.PreviewAsync(_change, [.. ids, barred.Id], "kim", Cancel);
        await RunAsync();

        var row = await OperationAsync(operation);
        (row.State, row.Changing, row.Staying, row.Failing, row.Barred).ShouldBe((OperationState.Previewed, 1_195, 5, 2, 2));
        (await ItemsAsync(operation, OperationItems.Stays)).Select(item => item.CaseId).ShouldBe(ids.Take(5));
        (await ItemsAsync(operation, OperationItems.Fails)).ShouldAllBe(item => item.Outcome!.Contains("There is no such field here."));
        (await ItemsAsync(operation, OperationItems.Barred)).Select(item => item.Outcome).ShouldBe(["It is on its way again, or settled.", "No call or message stands behind it."]);
        var sample = (await Desk.SamplesAsync(row, 2, false, Cancel))[0];
        sample.Before.ShouldContain("\"sku\": \"OLD\"");
        sample.After.ShouldContain("\"sku\": \"NEW\"");
        (sample.Before + sample.After).ShouldNotContain("anna@northwind.example");
        (await Store.ReadAsync(db => db.Edits.CountAsync(Cancel))).ShouldBe(0);
        (await Store.ReadAsync(db => db.Outbox.CountAsync(m => m.State == OutboxState.Failed, Cancel))).ShouldBe(1_202);
    }

    [Fact]
    public async Task It_goes_in_waves_each_copy_once_versioned_and_under_the_originals_key()
    {
        var ids = await DeadCallsAsync(42, place => place < 2 ? "OTHER" : "OLD");
        var operation = await PreviewedAsync(ids);
        (await Desk.ReleaseAsync(operation, "new article", "lee", Cancel)).ShouldBe(PatchOutcome.AnotherPerson);
        (await Desk.ReleaseAsync(operation, "new article", "kim", Cancel)).ShouldBe(PatchOutcome.Running);
        (await Desk.ReleaseAsync(operation, "new article", "kim", Cancel)).ShouldBe(PatchOutcome.Passed);
        foreach (var released in new[] { 1, 2, 10 })
        {
            await RunAsync();
            (await OperationAsync(operation)).Succeeded.ShouldBe(released);
            await AnswerAsync(_ => true);
        }

        await EndAsync(operation);

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Done), o => o.Worked.ShouldBe(40), o => o.Refused.ShouldBe(0), o => o.Pending.ShouldBe(0));
        var edits = await Store.ReadAsync(db => db.Edits.OrderBy(e => e.Id).ToListAsync(Cancel));
        edits.Count.ShouldBe(40);
        edits[0].ShouldSatisfyAllConditions(
            e => e.Version.ShouldBe(1), e => e.State.ShouldBe(EditState.Done), e => e.RequestedBy.ShouldBe("kim"), e => e.CaseId.ShouldBe(ids[2]), e => e.Reason.ShouldBe($"lines[].sku: “OLD” becomes “NEW”. new article (operation {operation})"));
        (await Store.ReadAsync(db => db.Outbox.Where(m => m.Payload.Contains("OLD")).CountAsync(Cancel))).ShouldBe(40, "originals are never altered");
        (await Store.ReadAsync(db => db.History.CountAsync(h => h.What == "message.edited", Cancel))).ShouldBe(40);
        (await Store.Get<CaseQueries>().GetAsync(ids[2], Cancel))!.Entries.Select(entry => entry.What).ShouldBe(["edited", "resolved"]);
    }

    [Fact]
    public async Task It_stops_by_itself_when_the_changed_copy_fails_for_the_same_cause()
    {
        var operation = await PreviewedAsync(await DeadCallsAsync(40, _ => "OLD"));
        await Desk.ReleaseAsync(operation, "guess", "kim", Cancel);
        await RunAsync();
        await AnswerAsync(_ => false);

        await RunAsync();

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Stopped), o => o.Repeated.ShouldBe(1), o => o.Pending.ShouldBe(39));
        (await Store.ReadAsync(db => db.Edits.SingleAsync(Cancel))).State.ShouldBe(EditState.Failed);
    }

    [Fact]
    public async Task Above_the_limit_someone_who_did_not_ask_decides_on_the_whole()
    {
        var ids = await DeadCallsAsync(6, _ => "OLD", money: 100);
        var operation = await PreviewedAsync(ids);
        (await Desk.ReleaseAsync(operation, "new article", "kim", Cancel)).ShouldBe(PatchOutcome.AwaitingApproval);
        await RunAsync();
        (await Store.ReadAsync(db => db.Edits.CountAsync(Cancel))).ShouldBe(0);
        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.Value.ShouldBe(600), o => o.Currency.ShouldBe("GBP"));
        (await Recovery.WaitingAsync(Cancel)).ShouldHaveSingleItem().Id.ShouldBe(operation);
        (await Desk.DecideAsync(operation, true, "right", "kim", Cancel)).ShouldBe(PatchOutcome.SamePerson);
        (await Desk.DecideAsync(operation, true, "right", "lee", Cancel)).ShouldBe(PatchOutcome.Running);
        (await Desk.DecideAsync(operation, false, "no", "max", Cancel)).ShouldBe(PatchOutcome.Passed);
        await RunAsync();
        (await Store.ReadAsync(db => db.Edits.SingleAsync(Cancel))).DecidedBy.ShouldBe("lee");
        (await Store.ReadAsync(db => db.Audit.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel))).ShouldBe(["operation.started", "operation.approval-asked", "operation.approved"]);

        var other = await PreviewedAsync([ids[5]]);
        (await OperationAsync(other)).Changing.ShouldBe(1, "one at the limit or below needs nobody else");
        (await Desk.ReleaseAsync(other, "just one", "kim", Cancel)).ShouldBe(PatchOutcome.Running);
    }

    [Fact]
    public async Task A_declined_one_sends_nothing_ever()
    {
        var operation = await PreviewedAsync(await DeadCallsAsync(6, _ => "OLD", money: 100));
        await Desk.ReleaseAsync(operation, "guess", "kim", Cancel);

        (await Desk.DecideAsync(operation, false, "wrong article", "lee", Cancel)).ShouldBe(PatchOutcome.Declined);
        await RunAsync();

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Cancelled), o => o.Note.ShouldBe("lee declined it: wrong article"));
        (await Store.ReadAsync(db => db.Edits.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task What_someone_changed_after_the_preview_is_left_to_them()
    {
        var ids = await DeadCallsAsync(2, _ => "OLD");
        var operation = await PreviewedAsync(ids);
        await Store.Get<EditStore>().RequestAsync(ids[0], 0, [.. "{}"u8], "by hand", 500, "lee", Cancel);
        await AnswerAsync(_ => false);
        await Desk.ReleaseAsync(operation, "new article", "kim", Cancel);

        await EndAsync(operation);

        (await ItemsAsync(operation, OperationItems.Refused)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(item => item.CaseId.ShouldBe(ids[0]), item => item.Outcome.ShouldBe("Somebody changed it after the preview."));
        (await Store.ReadAsync(db => db.Edits.OrderBy(e => e.Id).Select(e => e.RequestedBy).ToListAsync(Cancel))).ShouldBe(["lee", "kim"]);
    }

    [Fact]
    public async Task A_process_that_ends_goes_on_where_it_was_in_the_preview_and_in_the_waves()
    {
        var ids = await DeadCallsAsync(1_100, _ => "OLD");
        var operation = await Desk.PreviewAsync(_change, ids, "kim", Cancel);
        var steps = 0;
        await Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(steps++ < 1), Cancel);
        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Previewing), o => o.Changing.ShouldBe(500));
        await RunAsync();
        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Previewed), o => o.Changing.ShouldBe(1_100));
        await Desk.ReleaseAsync(operation, "new article", "kim", Cancel);
        await EndAsync(operation);

        (await Store.ReadAsync(db => db.Edits.CountAsync(Cancel))).ShouldBe(1_100);
        (await OperationAsync(operation)).Worked.ShouldBe(1_100);
    }

    [Fact]
    public async Task One_that_is_dropped_in_its_preview_stays_so()
    {
        var operation = await PreviewedAsync(await DeadCallsAsync(1, _ => "OLD"));

        (await Recovery.CancelAsync(operation, "kim", Cancel)).ShouldBeTrue();

        (await Desk.ReleaseAsync(operation, "late", "kim", Cancel)).ShouldBe(PatchOutcome.Passed);
        await Should.ThrowAsync<ArgumentException>(() => Desk.PreviewAsync(_change with { Path = "" }, [1], "kim", Cancel));
    }

    private async Task<long> PreviewedAsync(IReadOnlyCollection<long> ids)
    {
        var operation = await Desk.PreviewAsync(_change, ids, "kim", Cancel);
        await RunAsync();
        (await OperationAsync(operation)).State.ShouldBe(OperationState.Previewed);
        return operation;
    }

    private Task<bool> RunAsync() => Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(true), Cancel);

    private async Task<OperationRow> OperationAsync(long id) => (await Recovery.GetAsync(id, OperationItems.All, null, 1, Cancel)).ShouldNotBeNull().Operation;

    private async Task<IReadOnlyList<OperationItemRow>> ItemsAsync(long id, OperationItems which) => (await Recovery.GetAsync(id, which, null, 50, Cancel)).ShouldNotBeNull().Items.Items;

    private async Task EndAsync(long operation)
    {
        for (var round = 0; round < 50 && (await OperationAsync(operation)).State == OperationState.Running; round++)
        {
            await RunAsync();
            await AnswerAsync(_ => true);
        }
    }

    private async Task AnswerAsync(Func<OutboxMessage, bool> works)
    {
        var lanes = new LaneStore(Store.Database, Store.Time);
        (await new LeaseStore(Store.Database, Store.Time).TryTakeAsync(Lease, "me", Cancel)).ShouldBeTrue();
        var heads = (await lanes.LookAsync("erp", 0, 5000, Cancel)).Heads;
        heads.ShouldAllBe(head => head.Message.EditId == null || !head.Message.Payload.Contains("OLD"));
        var results = heads.Select(head => works(head.Message)
            ? new LaneResult(head.Message, "done", "", "Created.", null, false, true, [], null)
            : new LaneResult(head.Message, "rejected", "credit", "No.", null, true, true, [], new CaseOpening(
                CaseKind.Rejected, Severity.Breach, Remedy.RetryCall, "customer", "erp", "submit-order", Rows.Case("").Fingerprint, LaneStore.CallSubject(head.Message.Id), "erp refused", "No.", "Finance", Noon, OutboxId: head.Message.Id)));
        await lanes.CommitAsync(Lease, "me", "erp", [.. results], new LaneHealth(0, null, null, true, null, null), Cancel);
    }

    private async Task<List<long>> DeadCallsAsync(int count, Func<int, string> sku, decimal money = 0)
    {
        var whole = CanonicalJson.Write(new SubmitOrderCommand(new CanonicalOrder(
            "SF-1", "C1001", "Northwind Traders", "anna@northwind.example", null, null, "GBP", Noon, null, new PostalAddress("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB"),
            [new CanonicalOrderLine(1, "SKU1", "Mug", 1, 2.5m, null)])));
        var calls = Enumerable.Range(0, count).Select(i =>
        {
            var call = Rows.Outbound($"k{i}", OutboxState.Failed, orderKey: 100 + i);
            (call.Result, call.Payload) = ("No.", whole.Replace("SKU1", sku(i) == "BROKEN" ? "OLD" : sku(i), StringComparison.Ordinal));
            if (sku(i) == "BROKEN") call.Payload = call.Payload.Replace("\"description\"", "\"descript\"", StringComparison.Ordinal);
            return call;
        }).ToList();
        await Store.SeedAsync([.. calls]);
        var cases = calls.ConvertAll(call =>
        {
            var one = Rows.Case($"outbox:{call.Id}", call.OrderKey, money: money, remedy: Remedy.RetryCall);
            one.OutboxId = call.Id;
            return one;
        });
        await Store.SeedAsync([.. cases]);
        return cases.ConvertAll(one => one.Id);
    }
}

public sealed class SqlitePatchTests : PatchContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerPatchTests : PatchContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
