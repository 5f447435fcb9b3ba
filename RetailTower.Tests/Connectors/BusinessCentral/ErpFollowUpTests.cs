using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using Shouldly;
using Xunit;
using static RetailTower.Tests.Connectors.BusinessCentral.ErpBench;

namespace RetailTower.Tests.Connectors.BusinessCentral;

/// <summary>Amending, cancelling, posting and crediting orders that the ERP holds.</summary>
public sealed class ErpFollowUpTests
{
    [Fact]
    public async Task Shipments_are_posted_up_to_the_target_and_no_further_however_often()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6), ("22423", 4));
        var first = new PostShipmentCommand("SF-1", [new LineQuantity(1, 5)]);
        var done = await bench.DoneAsync(Operations.PostShipment, first);
        bench.Meaning(done.Messages.ShouldHaveSingleItem()).ShouldBeOfType<InvoiceStated>().Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.LineNo.ShouldBe(1), it => it.Quantity.ShouldBe(5), it => it.Amount.ShouldNotBeNull());
        await bench.DoneAsync(Operations.PostShipment, first);
        await ShouldHoldAsync(bench, "SF-1", 1, (6, 5, 5), (4, 0, 0));
        (await bench.StatedAsync("SF-1", _ => true)).Lines.ShouldBe([new ErpLine(1, 6, 6, 5, 5), new ErpLine(2, 4, 4, 0, 0)]);

        var rest = new PostShipmentCommand("SF-1", [new LineQuantity(1, 6), new LineQuantity(2, 4)]);
        (await bench.DoneAsync(Operations.PostShipment, rest)).References.Count.ShouldBe(2);
        // The order has left the open orders; its invoices prove what was posted.
        (await bench.DoneAsync(Operations.PostShipment, rest)).References.Count.ShouldBe(2);
        await ShouldHoldAsync(bench, "SF-1", 2, (6, 6, 6), (4, 4, 4));
        (await bench.SendAsync(Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 7)])))[0]
            .ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("order-not-found");
    }

    [Fact]
    public async Task Lost_answers_do_not_double_a_posting()
    {
        await using var bench = await StartAsync();
        string[] numbers = ["SF-1", "SF-2", "SF-3"];
        foreach (var number in numbers) await bench.ReviewedAsync(number, ("85123A", 6), ("22423", 4));
        using var line = new LostAnswer("shipAndInvoice");
        (await SendAsync(bench.Connector(line), Operations.PostShipment, [.. numbers.Select(n => new PostShipmentCommand(n, [new LineQuantity(1, 1)]))]))
            .ShouldAllBe(o => o is CallOutcome.Retry);
        line.WasLost.ShouldBeTrue();
        await ErpSubmissionTests.UntilDoneAsync(() => bench.SendAsync(Operations.PostShipment, [.. numbers.Select(n => new PostShipmentCommand(n, [new LineQuantity(1, 1)]))]));
        foreach (var number in numbers) await ShouldHoldAsync(bench, number, 1, (6, 1, 1), (4, 0, 0));
        await bench.FaultAsync("accept-then-drop", 0.6);
        await ErpSubmissionTests.UntilDoneAsync(() => bench.SendAsync(Operations.PostShipment,
            [.. numbers.Select(n => new PostShipmentCommand(n, [new LineQuantity(1, 2), new LineQuantity(2, 4)]))]));
        await ErpSubmissionTests.UntilDoneAsync(() => bench.SendAsync(Operations.PostShipment,
            [.. numbers.Select(n => new PostShipmentCommand(n, [new LineQuantity(1, 6), new LineQuantity(2, 4)]))]));
        await bench.MendAsync();
        foreach (var number in numbers) await ShouldHoldAsync(bench, number, 3, (6, 6, 6), (4, 4, 4));
    }

    [Theory]
    [InlineData("SF-1", 9, "unknown-line")]
    [InlineData("SF-1", 1, "Application_FieldValidationException")]
    [InlineData("SF-2", 1, "order-not-found")]
    public async Task A_posting_that_cannot_be_is_refused(string number, int line, string code)
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        (await bench.SendAsync(Operations.PostShipment, new PostShipmentCommand(number, [new LineQuantity(line, 7)])))[0]
            .ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe(code);
        (await bench.LedgerAsync("SF-1")).GetProperty("invoices").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Quantities_are_amended_to_what_they_should_be()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6), ("22423", 4));
        var amend = new AmendOrderCommand("SF-1", [new LineQuantity(1, 3), new LineQuantity(2, 0), new LineQuantity(7, 0)]);
        for (var i = 0; i < 2; i++)
        {
            var done = await bench.DoneAsync(Operations.AmendOrder, amend);
            bench.Meaning(done.Messages.ShouldHaveSingleItem()).ShouldBeOfType<ErpOrderStated>().Lines.Select(l => l.Ordered).ShouldBe([3, 0]);
        }
        (await bench.SendAsync(Operations.AmendOrder, new AmendOrderCommand("SF-1", [new LineQuantity(7, 1)])))[0].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("unknown-line");
        (await bench.SendAsync(Operations.AmendOrder, new AmendOrderCommand("SF-9", [])))[0].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("order-not-found");
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "order-changed")]
    public async Task A_line_that_somebody_else_changed_is_read_again_once(int interferences, string? code)
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6), ("22423", 4));
        var order = (await bench.Erp.CallAsync("GET", "salesOrders?$filter=externalDocumentNumber eq 'SF-1'&$expand=salesOrderLines")).Value[0];
        var line = $"salesOrders({order.GetProperty("id")})/salesOrderLines({order.GetProperty("salesOrderLines")[0].GetProperty("id")})";
        using var between = new Interference("\"PATCH\"", interferences, left => bench.Erp.CallAsync("PATCH", line, new { quantity = 10 + left }, "*"));
        var outcome = (await SendAsync(bench.Connector(between), Operations.AmendOrder, new AmendOrderCommand("SF-1", [new LineQuantity(1, 3), new LineQuantity(2, 1)])))[0];
        if (code is null)
        {
            outcome.ShouldBeOfType<CallOutcome.Done>();
            (await bench.StatedAsync("SF-1", _ => true)).Lines.Select(l => l.Ordered).ShouldBe([3, 1]);
        }
        else
        {
            var retry = outcome.ShouldBeOfType<CallOutcome.Retry>();
            (retry.Code, retry.Scope).ShouldBe((code, RetryScope.Message));
        }
    }

    [Fact]
    public async Task An_order_posted_by_somebody_else_meanwhile_is_not_posted_again()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6), ("22423", 4));
        var id = (await bench.Erp.CallAsync("GET", "salesOrders?$filter=externalDocumentNumber eq 'SF-1'")).Value[0].GetProperty("id");
        // The line that is not to ship makes the connector prepare; just before, the whole order is posted.
        using var between = new Interference("\"PATCH\"", 1, _ => bench.Erp.CallAsync("POST", $"salesOrders({id})/Microsoft.NAV.shipAndInvoice"));
        var outcome = (await SendAsync(bench.Connector(between), Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 6)])))[0];
        outcome.ShouldBeOfType<CallOutcome.Done>();
        await ShouldHoldAsync(bench, "SF-1", 1, (6, 6, 6), (4, 4, 4));
    }

    [Fact]
    public async Task An_order_is_cancelled_while_nothing_is_shipped()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        await bench.ReviewedAsync("SF-2", ("85123A", 6));
        await bench.ReviewedAsync("SF-3", ("85123A", 6));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-2", [new LineQuantity(1, 2)]));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-3", [new LineQuantity(1, 6)]));
        CancelOrderCommand[] commands = [new("SF-1", "r"), new("SF-2", "r"), new("SF-3", "r"), new("SF-4", "r")];
        for (var i = 0; i < 2; i++)
        {
            var outcomes = await bench.SendAsync(Operations.CancelOrder, commands);
            outcomes[0].ShouldBeOfType<CallOutcome.Done>();
            outcomes[1].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("Application_DialogException");
            outcomes[2].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("already-invoiced");
            outcomes[3].ShouldBeOfType<CallOutcome.Done>();
        }
    }

    [Fact]
    public async Task A_return_is_credited_once_and_against_the_invoice_that_covers_it()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6), ("22423", 4));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 6)]));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 6), new LineQuantity(2, 4)]));
        var credit = new CreditReturnCommand("SF-1", "C-1001", "R7", "GBP", [new CreditLine(2, "22423", 3, 2.5m)]);
        var first = await bench.DoneAsync(Operations.CreditReturn, credit);
        (await bench.DoneAsync(Operations.CreditReturn, credit)).References.ShouldBe(first.References);
        var memo = (await bench.Erp.CallAsync("GET", "salesCreditMemos?$filter=externalDocumentNumber eq 'R7'")).Value.ShouldHaveSingleItem();
        var invoices = (await bench.Erp.CallAsync("GET", "salesInvoices?$filter=externalDocumentNumber eq 'SF-1'")).Value;
        memo.GetProperty("invoiceNumber").GetString().ShouldBe(invoices.Select(i => i.GetProperty("number").GetString()).Max());
        var both = new CreditReturnCommand("SF-1", "C-1001", "R8", "GBP", [new CreditLine(1, "85123A", 1, 2.5m), new CreditLine(2, "22423", 1, 2.5m)]);
        await bench.DoneAsync(Operations.CreditReturn, both);
    }

    [Fact]
    public async Task A_credit_is_booked_once_and_taken_back_whether_it_is_booked_or_not()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand("SF-1", [new LineQuantity(1, 6)]));
        foreach (var memo in new[] { "R1", "R2" })
        {
            (await bench.DoneAsync(Operations.CreditReturn, new CreditReturnCommand("SF-1", "C-1001", memo, "GBP", [new CreditLine(1, "85123A", 1, 2.5m)])))
                .Events.ShouldHaveSingleItem().ShouldBeOfType<CreditPrepared>().Memo.ShouldBe(memo);
        }

        var posted = (await bench.DoneAsync(Operations.PostCredit, new SettleCreditCommand("R1"))).Events.ShouldHaveSingleItem().ShouldBeOfType<CreditPosted>();
        (await bench.DoneAsync(Operations.PostCredit, new SettleCreditCommand("R1"))).Events.ShouldHaveSingleItem().ShouldBeOfType<CreditPosted>().Number.ShouldBe(posted.Number);
        (await bench.SendAsync(Operations.PostCredit, new SettleCreditCommand("R9")))[0].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("no-credit-memo");
        foreach (var memo in new[] { "R1", "R2", "R1", "R9" })
            (await bench.DoneAsync(Operations.WithdrawCredit, new SettleCreditCommand(memo))).Events.ShouldHaveSingleItem().ShouldBeOfType<CreditWithdrawn>().Memo.ShouldBe(memo);

        var left = (await bench.Erp.CallAsync("GET", "salesCreditMemos")).Value;
        left.ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("Canceled", "what was booked is cancelled, what was a draft is gone");
        var again = await bench.DoneAsync(Operations.CreditReturn, new CreditReturnCommand("SF-1", "C-1001", "R1", "GBP", [new CreditLine(1, "85123A", 1, 2.5m)]));
        again.Events.ShouldHaveSingleItem().ShouldBeOfType<CreditPrepared>().Number.ShouldNotBe(posted.Number, "a cancelled one does not stand for a new one");
    }

    private static async Task ShouldHoldAsync(ErpBench bench, string number, int invoices, params (decimal Ordered, decimal Shipped, decimal Invoiced)[] lines)
    {
        var entry = await bench.LedgerAsync(number);
        (entry.GetProperty("copies").GetInt32(), entry.GetProperty("shipments").GetInt32(), entry.GetProperty("invoices").GetInt32()).ShouldBe((1, invoices, invoices));
        entry.GetProperty("lines").EnumerateArray()
            .Select(l => (l.GetProperty("ordered").GetDecimal(), l.GetProperty("shipped").GetDecimal(), l.GetProperty("invoiced").GetDecimal())).ShouldBe(lines);
    }

    /// <summary>Lets somebody else act just before a request with the given text goes out.</summary>
    private sealed class Interference(string text, int times, Func<int, Task> act) : DelegatingHandler(new HttpClientHandler())
    {
        private int _left = times;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_left > 0 && request.Content is not null && (await request.Content.ReadAsStringAsync(cancellationToken)).Contains(text, StringComparison.Ordinal))
                await act(_left--);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
