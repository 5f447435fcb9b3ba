using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

public sealed class OrderTests
{
    [Fact]
    public async Task An_order_with_its_lines_is_taken_in_reviewed_and_allocated()
    {
        await using var erp = await ErpCaller.StartAsync();
        var created = await erp.OrderAsync("SF-1", lines: [("85123A", 6), ("22423", 2)]);
        created.Status.ShouldBe(HttpStatusCode.Created);
        created.Text("status").ShouldBe("Draft");
        created.Text("externalDocumentNumber").ShouldBe("SF-1");
        created.Body.GetProperty("totalAmountExcludingTax").GetDecimal().ShouldBe((6 * 2.95m) + (2 * 12.75m));

        var order = await erp.ReviewedAsync(created.Id);

        var lines = order.Body.GetProperty("salesOrderLines").EnumerateArray().ToArray();
        lines.Select(l => l.GetProperty("sequence").GetInt32()).ShouldBe([10000, 20000]);
        lines.Select(l => l.GetProperty("shipQuantity").GetDecimal()).ShouldBe([6, 2]);
        var found = await erp.CallAsync("GET", "salesOrders?$filter=externalDocumentNumber eq 'SF-0' or externalDocumentNumber eq 'SF-1'");
        found.Value.Single().GetProperty("id").GetString().ShouldBe(created.Id);
        (await erp.Landscape.LedgerAsync("business-central", "SF-1")).GetProperty("state").GetString().ShouldBe("Open");
    }

    [Fact]
    public async Task A_scarce_item_is_part_allocated_and_rises_when_goods_arrive()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1", lines: [("SCARCE-1", 8)])).Id);
        Line(order).GetProperty("shipQuantity").GetDecimal().ShouldBe(5);
        (await erp.Landscape.LedgerAsync("business-central", "SF-1")).GetProperty("state").GetString().ShouldBe("Part allocated");

        var arrived = await erp.Landscape.Control.PostAsJsonAsync("/stock", new { centre = "erp", sku = "SCARCE-1", quantity = 10 }, TestContext.Current.CancellationToken);

        arrived.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var risen = await erp.CallAsync("GET", $"salesOrders({order.Id})?$expand=salesOrderLines");
        Line(risen).GetProperty("shipQuantity").GetDecimal().ShouldBe(8);
        risen.Tag.ShouldNotBe(order.Tag);
    }

    [Theory]
    [InlineData("C-BLOCKED", "85123A", "Application_DialogException", "blocked")]
    [InlineData("C-LOW", "85123A", "Application_DialogException", "credit limit")]
    [InlineData("C-NOBODY", "85123A", "Application_DialogException", "customer cannot be found")]
    [InlineData("C-1001", "NO-SUCH", "Internal_InvalidTableRelation", "NO-SUCH")]
    public async Task What_the_ERP_refuses_leaves_nothing_behind(string customer, string sku, string code, string says)
    {
        await using var erp = await ErpCaller.StartAsync();
        var answer = await erp.OrderAsync("SF-1", customer, ("22423", 3), (sku, 100));
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
        answer.Message.ShouldContain(says);
        (await erp.CallAsync("GET", "salesOrders")).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mended_credit_lets_the_refused_order_in()
    {
        await using var erp = await ErpCaller.StartAsync();
        (await erp.OrderAsync("SF-1", "C-LOW", ("85123A", 100))).Code.ShouldBe("Application_DialogException");
        var customer = (await erp.CallAsync("GET", "customers?$filter=number eq 'C-LOW'")).Value.Single();
        var path = $"customers({customer.GetProperty("id").GetString()})";
        (await erp.CallAsync("PATCH", path, new { creditLimit = 300 })).Code.ShouldBe("BadRequest_InvalidToken");

        (await erp.CallAsync("PATCH", path, new { creditLimit = 300 }, customer.GetProperty("@odata.etag").GetString())).Status.ShouldBe(HttpStatusCode.OK);
        (await erp.OrderAsync("SF-1", "C-LOW", ("85123A", 100))).Status.ShouldBe(HttpStatusCode.Created);
        // 295.00 of 300.00 is now taken by the open order.
        (await erp.OrderAsync("SF-2", "C-LOW", ("85123A", 2))).Message.ShouldContain("outstanding orders 295.00");
        await erp.Landscape.Control.PostAsJsonAsync("/customers", new { number = "C-LOW", creditLimit = 0 }, TestContext.Current.CancellationToken);
        (await erp.OrderAsync("SF-2", "C-LOW", ("85123A", 2))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Writing_needs_the_current_ETag()
    {
        await using var erp = await ErpCaller.StartAsync();
        var order = await erp.ReviewedAsync((await erp.OrderAsync("SF-1")).Id);
        var path = $"salesOrders({order.Id})";
        (await erp.CallAsync("PATCH", path, new { salesperson = "JO" })).Code.ShouldBe("BadRequest_InvalidToken");
        (await erp.CallAsync("PATCH", path, new { salesperson = "JO" }, "W/\"nonsense\"")).Code.ShouldBe("BadRequest_InvalidToken");
        var line = Line(order);
        (await erp.CallAsync("PATCH", $"{path}/salesOrderLines({line.GetProperty("id").GetString()})", new { quantity = 5 }, line.GetProperty("@odata.etag").GetString()))
            .Status.ShouldBe(HttpStatusCode.OK);

        // A changed line has changed its order too.
        var stale = await erp.CallAsync("PATCH", path, new { salesperson = "JO" }, order.Tag);
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Code.ShouldBe("Request_EntityChanged");
        (await erp.CallAsync("DELETE", path, ifMatch: order.Tag)).Code.ShouldBe("Request_EntityChanged");
        (await erp.CallAsync("PATCH", path, new { salesperson = "JO" }, "*")).Text("salesperson").ShouldBe("JO");
        (await erp.CallAsync("DELETE", path, ifMatch: "*")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await erp.CallAsync("GET", path)).Code.ShouldBe("Internal_RecordNotFound");
        var ledger = await erp.Landscape.LedgerAsync("business-central", "SF-1");
        (ledger.GetProperty("state").GetString(), ledger.GetProperty("copies").GetInt32()).ShouldBe(("Deleted", 1));
    }

    [Fact]
    public async Task Unknown_read_only_and_wrong_properties_are_refused()
    {
        await using var erp = await ErpCaller.StartAsync();
        (await erp.CallAsync("POST", "salesOrders", new { customerNumber = "C-1001", colour = "red" })).Message.ShouldContain("'colour' does not exist");
        (await erp.CallAsync("POST", "salesOrders", new { customerNumber = "C-1001", status = "Open" })).Code.ShouldBe("BadRequest_InvalidOperation");
        (await erp.CallAsync("POST", "salesOrders", new { customerNumber = 7 })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await erp.CallAsync("POST", "salesOrders", new { externalDocumentNumber = "SF-1" })).Code.ShouldBe("BadRequest_RequiredParamNotProvided");
        (await erp.CallAsync("POST", "salesOrders", new { customerNumber = "C-1001", externalDocumentNumber = new string('9', 36) })).Code.ShouldBe("Application_StringExceededLength");
        (await erp.CallAsync("GET", "salesOrders?$filter=colour eq 'red'")).Status.ShouldBe(HttpStatusCode.OK, "an empty table evaluates nothing");
        (await erp.CallAsync("GET", "items?$filter=colour eq 'red'")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await erp.CallAsync("GET", "salesOrders('1')")).Code.ShouldBe("BadRequest_InvalidRequestUrl");
        (await erp.CallAsync("DELETE", "items")).Code.ShouldBe("BadRequest_MethodNotAllowed");
    }

    private static JsonElement Line(ErpAnswer order) => order.Body.GetProperty("salesOrderLines")[0];
}
