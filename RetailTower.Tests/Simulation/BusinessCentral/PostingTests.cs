using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

public sealed class PostingTests
{
    [Fact]
    public async Task Parcel_by_parcel_an_order_is_shipped_invoiced_paid_and_gone()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1", lines: [("85123A", 6), ("22423", 2)])).Id);
        await PrepareAsync(erp, order, 0, 4);
        await PrepareAsync(erp, order, 1, 0);
        (await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice")).Status.ShouldBe(HttpStatusCode.NoContent);

        var half = await erp.CallAsync("GET", $"salesOrders({order.Id})?$expand=salesOrderLines");
        var lines = half.Body.GetProperty("salesOrderLines").EnumerateArray().ToArray();
        lines.Select(l => l.GetProperty("shippedQuantity").GetDecimal()).ShouldBe([4, 0]);
        lines.Select(l => l.GetProperty("shipQuantity").GetDecimal()).ShouldBe([2, 2]);
        (await erp.CallAsync("DELETE", $"salesOrders({order.Id})", ifMatch: "*")).Code.ShouldBe("Application_DialogException");

        (await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await erp.CallAsync("GET", $"salesOrders({order.Id})")).Status.ShouldBe(HttpStatusCode.NotFound);
        var invoices = await Eventually.UntilAsync(
            () => erp.CallAsync("GET", $"salesInvoices?$filter=orderNumber eq '{order.Text("number")}'&$expand=salesInvoiceLines"),
            found => found.Value.Length == 2 && found.Value.All(i => i.GetProperty("status").GetString() == "Paid"));
        invoices.Value.SelectMany(i => i.GetProperty("salesInvoiceLines").EnumerateArray()).Sum(l => l.GetProperty("quantity").GetDecimal()).ShouldBe(8);
        invoices.Value.ShouldAllBe(i => i.GetProperty("remainingAmount").GetDecimal() == 0);
        var shipments = await erp.CallAsync("GET", "salesShipments?$filter=externalDocumentNumber eq 'SF-1'&$expand=salesShipmentLines");
        shipments.Value.Length.ShouldBe(2);
        (await erp.CallAsync("PATCH", $"salesInvoices({invoices.Value[0].GetProperty("id").GetString()})", new { }, "*")).Code.ShouldBe("Application_DialogException");
        (await erp.CallAsync("POST", "salesShipments", new { })).Code.ShouldBe("BadRequest_MethodNotAllowed");
        var ledger = await erp.Landscape.LedgerAsync("business-central", "SF-1");
        (ledger.GetProperty("state").GetString(), ledger.GetProperty("copies").GetInt32(), ledger.GetProperty("shipments").GetInt32(), ledger.GetProperty("invoices").GetInt32())
            .ShouldBe(("Paid", 1, 2, 2));
        ledger.GetProperty("lines")[0].GetProperty("invoiced").GetDecimal().ShouldBe(6);
    }

    [Fact]
    public async Task What_is_invoiced_is_owed_until_it_is_paid()
    {
        await using var erp = await ErpCaller.StartAsync(o => o with { Pace = 0.25 });
        var id = (await erp.OrderAsync("SF-1", "C-1002", ("22423", 2))).Id;
        var order = await erp.ReviewedAsync(id);
        (await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice")).Status.ShouldBe(HttpStatusCode.NoContent);
        await BalanceAsync(erp, 25.5m);
        await BalanceAsync(erp, 0);
    }

    [Fact]
    public async Task A_short_pick_cut_off_the_order_closes_it()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1", lines: ("85123A", 6))).Id);
        await PrepareAsync(erp, order, 0, 5);
        await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice");
        var line = $"salesOrders({order.Id})/salesOrderLines({Line(order, 0).GetProperty("id").GetString()})";

        (await erp.CallAsync("PATCH", line, new { quantity = 4 }, "*")).Code.ShouldBe("Application_FieldValidationException");
        (await erp.CallAsync("PATCH", line, new { quantity = 5 }, "*")).Status.ShouldBe(HttpStatusCode.OK);

        (await erp.CallAsync("GET", $"salesOrders({order.Id})")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_is_posted_beyond_what_is_ordered_or_in_stock()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1", lines: ("SCARCE-2", 8))).Id);
        var line = $"salesOrderLines({Line(order, 0).GetProperty("id").GetString()})";
        (await erp.CallAsync("PATCH", line, new { shipQuantity = 9 }, "*")).Code.ShouldBe("Application_FieldValidationException");
        (await erp.CallAsync("PATCH", line, new { shipQuantity = 8 }, "*")).Status.ShouldBe(HttpStatusCode.OK);
        (await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice")).Message.ShouldContain("insufficient quantity");
        (await erp.CallAsync("PATCH", line, new { shipQuantity = 0 }, "*")).Status.ShouldBe(HttpStatusCode.OK);
        (await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice")).Message.ShouldContain("nothing to post");
        (await erp.CallAsync("GET", "salesInvoices")).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task Returned_goods_are_credited_against_their_invoice_and_no_further()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1", lines: ("22423", 2))).Id);
        await erp.CallAsync("POST", $"salesOrders({order.Id})/Microsoft.NAV.shipAndInvoice");
        var number = (await erp.CallAsync("GET", "salesInvoices?$filter=externalDocumentNumber eq 'SF-1'")).Value.Single().GetProperty("number").GetString();
        Task<ErpAnswer> CreditAsync(int quantity) => erp.CallAsync("POST", "salesCreditMemos", new
        {
            externalDocumentNumber = "R-1", customerNumber = "C-1001", invoiceNumber = number,
            salesCreditMemoLines = new[] { new { lineType = "Item", lineObjectNumber = "22423", quantity } },
        });
        (await CreditAsync(3)).Code.ShouldBe("Application_FieldValidationException");
        var draft = await CreditAsync(1);
        (draft.Status, draft.Text("status")).ShouldBe((HttpStatusCode.Created, "Draft"));
        (await erp.CallAsync("POST", $"salesCreditMemos({draft.Id})/Microsoft.NAV.cancel")).Code.ShouldBe("Application_DialogException", "nothing is booked yet");
        (await erp.CallAsync("POST", $"salesCreditMemos({draft.Id})/Microsoft.NAV.post")).Status.ShouldBe(HttpStatusCode.NoContent);
        var memo = (await erp.CallAsync("GET", $"salesCreditMemos({draft.Id})")).Body;
        memo.GetProperty("totalAmountIncludingTax").GetDecimal().ShouldBe(12.75m);
        // Set off against its invoice, unless the customer has paid that meanwhile.
        var setOff = memo.GetProperty("status").GetString() == "Paid" ? 12.75m : 0;
        (await erp.CallAsync("DELETE", $"salesCreditMemos({draft.Id})", ifMatch: "*")).Code.ShouldBe("Application_DialogException", "what is booked is not deleted");
        var owed = (await InvoiceAsync()).GetProperty("remainingAmount").GetDecimal();
        (await erp.CallAsync("POST", $"salesCreditMemos({draft.Id})/Microsoft.NAV.cancel")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await erp.CallAsync("GET", $"salesCreditMemos({draft.Id})")).Text("status").ShouldBe("Canceled");
        (await InvoiceAsync()).GetProperty("remainingAmount").GetDecimal().ShouldBe(owed + setOff);

        async Task<JsonElement> InvoiceAsync() => (await erp.CallAsync("GET", $"salesInvoices?$filter=number eq '{number}'")).Value.Single();
    }

    private static async Task PrepareAsync(ErpCaller erp, ErpAnswer order, int line, decimal quantity) =>
        (await erp.CallAsync("PATCH", $"salesOrders({order.Id})/salesOrderLines({Line(order, line).GetProperty("id").GetString()})",
            new { shipQuantity = quantity, invoiceQuantity = quantity }, Line(order, line).GetProperty("@odata.etag").GetString())).Status.ShouldBe(HttpStatusCode.OK);

    private static JsonElement Line(ErpAnswer order, int line) => order.Body.GetProperty("salesOrderLines")[line];

    private static Task<ErpAnswer> BalanceAsync(ErpCaller erp, decimal balance) => Eventually.UntilAsync(
        () => erp.CallAsync("GET", "customers?$filter=number eq 'C-1002'"), found => found.Value.Single().GetProperty("balanceDue").GetDecimal() == balance);
}
