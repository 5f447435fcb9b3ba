using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using Shouldly;
using Xunit;
using static RetailTower.Tests.Connectors.BusinessCentral.ErpBench;

namespace RetailTower.Tests.Connectors.BusinessCentral;

public sealed class ErpSubmissionTests
{
    [Fact]
    public async Task An_order_is_created_once_and_the_answer_is_a_fact()
    {
        await using var bench = await StartAsync();
        var first = await bench.DoneAsync(Operations.SubmitOrder, Submit("SF-1", ("85123A", 6), ("22423", 2)));
        var again = await bench.DoneAsync(Operations.SubmitOrder, Submit("SF-1", ("85123A", 6), ("22423", 2)));
        again.References.ShouldBe(first.References);
        again.Summary.ShouldStartWith("Found");
        (await bench.LedgerAsync("SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
        var message = first.Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe(new Subject.Known(new Reference("business-central", "number", "SF-1")));
        bench.Meaning(message).ShouldBeOfType<ErpOrderStated>().Lines.Select(l => (l.LineNo, l.Ordered)).ShouldBe([(1, 6), (2, 2)]);
    }

    [Fact]
    public async Task An_order_that_is_posted_in_full_is_not_created_again()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 6)]));
        var again = await bench.DoneAsync(Operations.SubmitOrder, Submit("SF-1", ("85123A", 6)));
        bench.Meaning(again.Messages.ShouldHaveSingleItem()).ShouldBeOfType<InvoiceStated>();
        (await bench.LedgerAsync("SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Each_order_of_a_batch_has_its_own_outcome_and_each_refusal_its_owner()
    {
        await using var bench = await StartAsync();
        var outcomes = await bench.SendAsync(Operations.SubmitOrder,
            Submit("SF-1", ("85123A", 6)),
            Submit("SF-2", "C-LOW", ("85123A", 60)),
            Submit("SF-3", "C-BLOCKED", ("85123A", 6)),
            Submit("SF-4", ("NO-SUCH", 6)),
            Submit("SF-5", "C-NOBODY", ("85123A", 6)),
            Submit(new string('9', 36), ("85123A", 6)),
            Submit("SF-1", ("85123A", 6)),
            Submit("SF-'8", ("85123A", 6)));
        outcomes.Select(Said).ShouldBe(
            ["done", "credit-limit customer", "customer-blocked customer", "unknown-item product", "unknown-customer customer", "Application_StringExceededLength order", "same-batch", "done"]);
        var credit = outcomes[1].ShouldBeOfType<CallOutcome.Rejected>().Message;
        credit.ShouldContain("credit limit");
        credit.ShouldNotContain("CorrelationId");
        (await bench.LedgerAsync("SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_got_lost_does_not_make_a_second_order()
    {
        await using var bench = await StartAsync();
        using var line = new LostAnswer("\"POST\"");
        SubmitOrderCommand[] orders = [Submit("SF-1", ("85123A", 6)), Submit("SF-2", ("85123A", 1))];
        (await SendAsync(bench.Connector(line), Operations.SubmitOrder, orders)).ShouldAllBe(o => ((CallOutcome.Retry)o).Scope == RetryScope.Unwell);
        line.WasLost.ShouldBeTrue();
        await bench.FaultAsync("accept-then-drop", 0.5);
        await UntilDoneAsync(() => bench.SendAsync(Operations.SubmitOrder, orders));
        await bench.MendAsync();
        (await bench.LedgerAsync("SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
        (await bench.LedgerAsync("SF-2")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_hundred_long_orders_go_in_one_call_of_the_lane()
    {
        await using var bench = await StartAsync();
        var lines = Enumerable.Repeat(("85123A", 1m), 200).ToArray();
        var orders = Enumerable.Range(1, 100).Select(i => Submit($"SF-{i}", i % 10 == 0 ? lines : lines[..3])).ToArray();
        (await bench.SendAsync(Operations.SubmitOrder, orders)).ShouldAllBe(o => o is CallOutcome.Done);
        (await bench.SendAsync(Operations.SubmitOrder, orders)).ShouldAllBe(o => o is CallOutcome.Done);
        var entry = await bench.LedgerAsync("SF-100");
        entry.GetProperty("copies").GetInt32().ShouldBe(1);
        entry.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("ordered").GetDecimal()).ShouldBe(200);
    }

    [Theory]
    [InlineData("unavailable", RetryScope.Unwell)]
    [InlineData("throttled", RetryScope.Throttled)]
    [InlineData("timeout", RetryScope.Unwell)]
    public async Task What_may_pass_is_tried_again(string fault, RetryScope scope)
    {
        await using var bench = await StartAsync();
        var connector = bench.Connector(timeout: fault == "timeout" ? TimeSpan.FromMilliseconds(300) : null);
        (await SendAsync(connector, Operations.Fetch, new FetchCommand("customers", "C-1001"))).ShouldAllBe(o => o is CallOutcome.Done);
        await bench.FaultAsync(fault);
        (await SendAsync(connector, Operations.SubmitOrder, Submit("SF-1", ("85123A", 6)), Submit("SF-2", ("85123A", 6))))
            .ShouldAllBe(o => ((CallOutcome.Retry)o).Scope == scope);
        await bench.MendAsync();
        (await SendAsync(connector, Operations.SubmitOrder, Submit("SF-1", ("85123A", 6)))).ShouldAllBe(o => o is CallOutcome.Done);
    }

    [Fact]
    public async Task A_refusal_of_the_whole_service_refuses_each_order()
    {
        await using var bench = await StartAsync();
        await bench.FaultAsync("reject");
        (await bench.SendAsync(Operations.SubmitOrder, Submit("SF-1", ("85123A", 6)), Submit("SF-2", ("85123A", 6))))
            .ShouldAllBe(o => o is CallOutcome.Rejected);
    }

    [Fact]
    public async Task A_scarce_item_is_allocated_in_part_and_the_rest_when_goods_arrive()
    {
        await using var bench = await StartAsync();
        (await bench.ReviewedAsync("SF-1", ("SCARCE-1", 8))).Lines.ShouldBe([new ErpLine(1, 8, 5, 0, 0)]);
        await bench.Erp.Landscape.Control.PostAsync("/stock", System.Net.Http.Json.JsonContent.Create(new { centre = "erp", sku = "SCARCE-1", quantity = 10 }), TestContext.Current.CancellationToken);
        (await bench.StatedAsync("SF-1", o => o.Lines[0].Allocated == 8)).Reviewed.ShouldBeTrue();
    }

    /// <summary>Sends again what is to be tried again, each time as if nothing was remembered.</summary>
    internal static async Task UntilDoneAsync(Func<Task<IReadOnlyList<CallOutcome>>> send)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var outcomes = await send();
            outcomes.ShouldAllBe(o => o is CallOutcome.Done || o is CallOutcome.Retry);
            if (outcomes.All(o => o is CallOutcome.Done)) return;
        }
        Assert.Fail("It never got through.");
    }

    private static string Said(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Done => "done",
        CallOutcome.Rejected rejected => $"{rejected.Code} {rejected.Domain}",
        CallOutcome.Retry retry => retry.Code,
        CallOutcome.Failed failed => $"failed {failed.Code}: {failed.Message}",
        _ => outcome.ToString()!,
    };
}
