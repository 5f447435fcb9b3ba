using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>What is asked of exceptions, and of what is done about them.</summary>
public sealed class CaseQueryPlanTests : QueryPlans
{
    [Fact]
    public Task The_exception_queue() => IndexedAsync(async () =>
    {
        await Store.Get<CaseQueries>().PageAsync(new CaseFilter(OwnerTeam: "Finance"), null, 50, Cancel);
        await Store.Get<CaseQueries>().PageAsync(new CaseFilter(), "8de9d2b3c0a4000.1", 50, Cancel);
        await Store.Get<CaseGroupQueries>().ListAsync(new CaseFilter(MinAge: TimeSpan.Zero), CaseGroupBy.Cause, Cancel);
    });

    /// <summary>However many are open: a rare value leads to its cases, a text is looked for in one part of the queue after another.</summary>
    [Theory]
    [InlineData("number = SF-7")]
    [InlineData("lines[0].sku = 85123A")]
    [InlineData("85123a")]
    public async Task What_messages_of_open_cases_say(string typed)
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);
        await Store.SeedAsync(new CaseText { CaseId = one.Id });
        var (store, filter) = (Store.Get<CaseSearchStore>(), new CaseFilter(Payload: PayloadSearch.Read(typed).Search));
        await IndexedAsync(async () =>
        {
            (await store.UnreadAsync(10, Cancel)).ShouldHaveSingleItem();
            await store.CountUnreadAsync(Cancel);
            await store.WriteAsync(new Dictionary<long, IReadOnlyList<PayloadField>> { [one.Id] = [new("number", "SF-7"), new("lines[0].sku", "85123A")] }, Cancel);
            (await Store.Get<CaseQueries>().PageAsync(filter, null, 50, Cancel)).Items.ShouldHaveSingleItem();
            (await Store.Get<CaseQueries>().CountAsync(filter, Cancel)).ShouldBe(1);
            await foreach (var scan in Store.Get<CaseScans>().RunAsync(filter, 10, Cancel)) scan.Found.ShouldBe(1);
            (await store.ForgetAsync(Noon, 10, Cancel)).ShouldBe(0);
        });
    }

    /// <summary>However many are open: whoever climbs, wakes, is written to or is told is found by a step into an index.</summary>
    [Fact]
    public async Task Ladders_notices_and_letters()
    {
        var one = Rows.Case("a");
        (one.ClimbsAt, one.SnoozedUntil, one.State) = (Noon, Noon, CaseState.Snoozed);
        var notice = new Notice { Team = "Finance", Fingerprint = one.Fingerprint, Rung = 1, Title = "Title", OpenedAt = Noon };
        await Store.SeedAsync(one, notice, new Letter { Recipient = "chat", DueAt = Noon, CreatedAt = Noon, Channel = LetterChannel.Webhook });
        var (escalation, letters) = (Store.Get<EscalationStore>(), Store.Get<LetterStore>());
        var call = new RungCall(["everyone"], [new LetterTo(LetterChannel.Mail, "a@example.com", Noon, TimeSpan.Zero)]);

        var plans = await Store.PlansAsync(async () =>
        {
            (await escalation.IsDueAsync(Cancel)).ShouldBeTrue();
            (await escalation.ClimbAsync(10, (_, _) => new ClimbStep(2, null, "said", call), Cancel)).ShouldHaveSingleItem();
            await escalation.CloseOverAsync(Cancel);
            (await Store.Get<NoticeStore>().OpenAsync(["everyone"], Cancel)).ShouldHaveSingleItem();
            (await letters.IsDueAsync(LetterChannel.Webhook, Cancel)).ShouldBeTrue();
            (await letters.TakeAsync(LetterChannel.Mail, _ => TimeSpan.FromMinutes(1), Cancel)).ShouldNotBeNull();
            await letters.TroubledAsync(Cancel);
            (await Store.Get<CaseStore>().WakeAsync(10, Cancel)).ShouldHaveSingleItem();
            await Store.Get<TeamStore>().LeftAsync("Finance", Cancel);
        });

        plans.ShouldContain(step => step.Contains("IX_ExceptionCases_ClimbsAt_Id (ClimbsAt<?)", StringComparison.Ordinal));
        plans.ShouldContain(step => step.Contains("IX_ExceptionCases_SnoozedUntil_Id (SnoozedUntil<?)", StringComparison.Ordinal));
        plans.ShouldContain(step => step.Contains("IX_Letters_Channel_DueAt_Id (Channel=? AND DueAt<?)", StringComparison.Ordinal));
        // Open notices, of which there is one for each cause, team and rung, and letters that failed.
        plans.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("IX_Notices_Fingerprint_Team_Rung", StringComparison.Ordinal) && !step.Contains("IX_Letters_EndedAt", StringComparison.Ordinal) && step != "SCAN CONSTANT ROW" && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)).Distinct().ShouldBeEmpty();
    }

    /// <summary>What was closed in the hours, and what is open.</summary>
    [Fact]
    public async Task A_shift()
    {
        var plans = await Store.PlansAsync(() => Store.Get<ShiftQueries>().ReadAsync(Noon.AddHours(-8), Noon, "Finance", Cancel));

        plans.ShouldNotContain("SCAN e");
        plans.ShouldContain(step => step.Contains("IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey (ResolvedAt>?", StringComparison.Ordinal));
    }

    /// <summary>Closed cases stay for years: only the last of the cause are looked at.</summary>
    [Fact]
    public Task What_helped_before() => IndexedAsync(async () => (await Store.Get<CaseTrackRecords>().ReadAsync("erp:submit-order:credit", Cancel)).Cases.ShouldBe(0));

    /// <summary>What is read of a group is its own open cases and what they point to.</summary>
    [Fact]
    public Task An_opened_group() => IndexedAsync(() => Store.Get<CaseGroupSheets>().GetAsync("erp:submit-order:credit", Cancel));

    /// <summary>However many are open: the groups, and one step into an index for each of their ends.</summary>
    [Fact]
    public Task Groups_of_open_cases() => IndexedAsync(async () =>
    {
        foreach (var by in Enum.GetValues<CaseGroupBy>()) await Store.Get<CaseGroupQueries>().ListAsync(new CaseFilter(OwnerTeam: "Finance"), by, Cancel);
    }, ofGroups: true);

    [Fact]
    public Task Cases_of_money_that_pays_for_nothing() => IndexedAsync(() => new SettlementStore(Store.Database, Store.Time).WithOpenCaseAsync("payment", "doubly-paid", 500, Cancel));

    [Fact]
    public Task A_step_of_a_bulk_operation() => IndexedAsync(async () =>
    {
        var recovery = Store.Get<RecoveryStore>();
        var operation = await recovery.StartAsync(RecoveryAction.Retry, [1], null, "kim", Cancel);
        (await recovery.StepAsync(operation, Unpatched.Patch, Cancel)).Moved.ShouldBeTrue();
        await recovery.StepAsync(operation, Unpatched.Patch, Cancel);
        await recovery.RunningAsync(Cancel);
    });

    [Fact]
    public async Task What_came_of_a_bulk_operation()
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 12);
        await Store.SeedAsync(call);
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 12, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await Store.SeedAsync(one);
        var recovery = Store.Get<RecoveryStore>();
        var operation = await recovery.StartAsync(RecoveryAction.Retry, [one.Id], null, "kim", Cancel);
        (await recovery.StepAsync(operation, Unpatched.Patch, Cancel)).Moved.ShouldBeTrue();
        await IndexedAsync(async () =>
        {
            (await recovery.RunningAsync(Cancel)).ShouldBe([operation]);
            await recovery.StepAsync(operation, Unpatched.Patch, Cancel);
            foreach (var which in Enum.GetValues<OperationItems>()) await Store.Get<OperationQueries>().GetAsync(operation, which, null, 50, Cancel);
            await Store.Get<OperationQueries>().StoppedAsync(Cancel);
        });
    }

    [Fact]
    public async Task An_edit()
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 12);
        await Store.SeedAsync(call);
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 12, money: 10, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await Store.SeedAsync(one);
        await IndexedAsync(async () =>
        {
            var asked = await Store.Get<EditStore>().RequestAsync(one.Id, 0, [1], "typo", 5, "kim", Cancel);
            (await Store.Get<EditQueries>().GetAsync(one.Id, Cancel)).ShouldNotBeNull().Versions.Count.ShouldBe(1);
            (await Store.Get<EditQueries>().WaitingAsync(3, Cancel)).Count.ShouldBe(1);
            (await Store.Get<EditStore>().DecideAsync(asked.Edit!.Id, true, "right", "lee", Cancel)).Outcome.ShouldBe(EditOutcome.Released);
            (await new LaneStore(Store.Database, Store.Time).LookAsync("erp", 0, 10, Cancel)).Heads.ShouldContain(head => head.Message.EditId == asked.Edit.Id);
        });
    }

    [Fact]
    public async Task What_waits_behind_a_failed_step_and_going_again()
    {
        await Store.SeedAsync(Rows.Inbound("m", InboxState.Failed, 12), Rows.Outbound("dead", OutboxState.Failed, orderKey: 12), Rows.Case("outbox:1", 12));
        await IndexedAsync(async () =>
        {
            (await Store.Get<OrderStepQueries>().LocksAsync(12, Cancel)).Count.ShouldBe(2);
            var plan = ReplayPlan.Of(await Store.Get<OrderStepQueries>().ListAsync(12, Cancel), "in-1").ShouldNotBeNull();
            (await Store.Get<ReplayStore>().RunAsync(12, "in-1", plan.Seen, "why", "kim", Cancel)).Outcome.ShouldBe(ReplayOutcome.Done);
        });
    }

    [Fact]
    public async Task A_change_of_many_messages()
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 12);
        (call.Operation, call.Payload) = ("unknown-to-the-tower", "{\"taxCode\":\"A\"}");
        await Store.SeedAsync(call);
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 12, money: 600, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await Store.SeedAsync(one);
        var (desk, worker) = (Store.Get<PatchDesk>(), Store.Get<BulkWorker>());
        await IndexedAsync(async () =>
        {
            var operation = await desk.PreviewAsync(new PayloadChange(ChangeVerb.Replace, "taxCode", "A", "B", false), [one.Id], "kim", Cancel);
            await worker.RunAsync(_ => Task.FromResult(true), Cancel);
            foreach (var which in Enum.GetValues<OperationItems>()) await Store.Get<OperationQueries>().GetAsync(operation, which, null, 50, Cancel);
            (await desk.ReleaseAsync(operation, "why", "kim", Cancel)).ShouldBe(PatchOutcome.AwaitingApproval);
            (await Store.Get<OperationQueries>().WaitingAsync(Cancel)).Count.ShouldBe(1);
            (await desk.DecideAsync(operation, true, "why", "lee", Cancel)).ShouldBe(PatchOutcome.Running);
            await worker.RunAsync(_ => Task.FromResult(true), Cancel);
            (await Store.Get<OperationQueries>().GetAsync(operation, OperationItems.All, null, 50, Cancel))!.Operation.Succeeded.ShouldBe(1);
        });
    }
}
