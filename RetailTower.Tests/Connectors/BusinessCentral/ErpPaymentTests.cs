using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.BusinessCentral;

/// <summary>What the ERP's ledger of customers tells of payments, and what its invoices ask, over its wire.</summary>
public sealed class ErpPaymentTests
{
    private const string Feed = "open-payments";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_payment_is_listed_once_until_it_is_put_right_and_then_told_when_asked()
    {
        await using var bench = await ErpBench.StartAsync();
        await bench.FaultAsync("double-payment");
        await PostedAsync(bench, "SF-1", "Paid");

        var page = await bench.Connector().ReadFeedAsync(Feed, null, Stop);
        var told = bench.Meaning(page.Messages.ShouldHaveSingleItem()).ShouldBeOfType<PaymentStated>();
        told.ShouldSatisfyAllConditions(it => it.Amount.ShouldBe(12.5m), it => it.Currency.ShouldBe("GBP"), it => it.Applied.ShouldBeFalse());
        page.Messages[0].Subject.ShouldBe(new Subject.Known(new Reference("business-central", "number", "SF-1")));
        (await InjectedAsync(bench)).ShouldBe(["double-payment"]);

        await PutRightAsync(bench);
        var asked = await bench.DoneAsync(Operations.Fetch, new FetchCommand("customerLedgerEntries", "sf-1"));
        var now = bench.Meaning(asked.Messages.ShouldHaveSingleItem()).ShouldBeOfType<PaymentStated>();
        (now.Number, now.Applied).ShouldBe((told.Number, true));
        now.Version.ShouldNotBeNull().ShouldBeGreaterThan(told.Version!.Value);
        asked.Messages[0].MessageKey.ShouldNotBe(page.Messages[0].MessageKey);
        (await bench.Connector().ReadFeedAsync(Feed, null, Stop)).Messages.ShouldBeEmpty("it is open no longer");
        (await InjectedAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_was_paid_once_has_no_such_payment()
    {
        await using var bench = await ErpBench.StartAsync();
        await PostedAsync(bench, "SF-1", "Paid");

        (await bench.Connector().ReadFeedAsync(Feed, null, Stop)).Messages.ShouldBeEmpty();
        (await bench.DoneAsync(Operations.Fetch, new FetchCommand("customerLedgerEntries", "SF-1"))).Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("over-invoice", 2, 25.0)]
    [InlineData("under-invoice", 1, 11.25)]
    [InlineData("no-invoice", 0, 0.0)]
    public async Task Wrong_invoices_ask_what_the_fault_makes_them_ask_and_can_be_put_right(string fault, int invoices, double asked)
    {
        await using var bench = await ErpBench.StartAsync();
        await bench.FaultAsync(fault);
        await PostedAsync(bench, "SF-1", fault == "no-invoice" ? "Shipped" : "Paid");

        var wrong = await InvoicesAsync(bench);
        (wrong.Count, wrong.Sum(invoice => invoice.Lines.Sum(line => line.Amount))).ShouldBe((invoices, (decimal)asked));
        (await InjectedAsync(bench)).ShouldBe([fault]);

        await bench.MendAsync();
        await PutRightAsync(bench);
        var right = await Eventually.UntilAsync(() => InvoicesAsync(bench), its => its.Where(it => !it.Cancelled).All(it => it.Paid));
        right.Where(it => !it.Cancelled).ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().ShouldBe(new InvoicedLine(1, 5, 12.5m));
        (await InjectedAsync(bench)).ShouldBeEmpty();
        (await bench.LedgerAsync("SF-1")).GetProperty("state").GetString().ShouldBe("Paid");
    }

    [Fact]
    public async Task A_customer_who_does_not_pay_is_told_by_the_ledger_alone()
    {
        await using var bench = await ErpBench.StartAsync();
        await bench.FaultAsync("no-payment");
        await PostedAsync(bench, "SF-1", "Invoiced");
        await Eventually.UntilAsync(() => InjectedAsync(bench), injected => injected is ["no-payment"]);

        (await InvoicesAsync(bench)).ShouldHaveSingleItem().Paid.ShouldBeFalse();
        await bench.MendAsync();
        await PutRightAsync(bench);
        (await InvoicesAsync(bench)).ShouldHaveSingleItem().Paid.ShouldBeTrue();
    }

    /// <summary>An order of five pieces at 2.50 is shipped, invoiced and paid as far as the faults let it.</summary>
    private static async Task PostedAsync(ErpBench bench, string number, string state)
    {
        await bench.ReviewedAsync(number, ("85123A", 5));
        await bench.DoneAsync(Operations.PostShipment, new PostShipmentCommand(number, [new LineQuantity(1, 5)]));
        await Eventually.UntilAsync(() => bench.LedgerAsync(number), entry => entry.GetProperty("state").GetString() == state);
    }

    private static async Task<IReadOnlyList<InvoiceStated>> InvoicesAsync(ErpBench bench) =>
        [.. (await bench.DoneAsync(Operations.Fetch, new FetchCommand("salesInvoices", "SF-1"))).Messages.Select(bench.Meaning).Cast<InvoiceStated>()];

    private static async Task<string[]> InjectedAsync(ErpBench bench) => [.. (await bench.LedgerAsync("SF-1")).GetProperty("injected").EnumerateArray().Select(it => it.GetString()!)];

    private static async Task PutRightAsync(ErpBench bench)
    {
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(bench.Erp.Landscape.Control, "/documents", new { reference = "SF-1" }, Stop);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
    }
}
