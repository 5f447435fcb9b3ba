using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class OrderFileTests : IDisposable
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Every_line_is_in_an_order_in_a_cancellation_or_refused_with_its_number_and_reason()
    {
        var report = await PlaceAsync("""
            100,10001,"TEA, CADDY",6,12-01-2010 08:26,2.55,17850,United Kingdom
            100,10002,LANTERN,2,12-01-2010 08:26,3.39,17850,United Kingdom
            101,POST,POSTAGE,1,12-01-2010 08:28,18,12583,France
            101,10001,,3,12-01-2010 08:28,2.10,12583,France
            102,10003,?,-4,12-01-2010 09:00,1,,United Kingdom
            103,10003,free,4,12-01-2010 09:00,0,,United Kingdom
            104,10003,odd,four,12-01-2010 09:00,1,,United Kingdom
            105,10003,odd,4,2010-12-01,1,,United Kingdom
            106,10003,odd,4,12-01-2010 09:00,cheap,,United Kingdom
            C107,10001,"TEA, CADDY",-4,12-02-2010 09:00,2.55,17850,United Kingdom
            C108,10001,"TEA, CADDY",-4,12-02-2010 09:00,2.55,17850,United Kingdom
            C109,10001,"TEA, CADDY",-1,12-02-2010 09:00,2.55,,United Kingdom
            C110,D,Discount,-1,12-02-2010 09:00,27.5,14527,United Kingdom
            111,10003,guest,1,12-02-2010 09:00,5,,United Kingdom
            """);

        report.GetProperty("lines").GetInt32().ShouldBe(14);
        report.GetProperty("linesInOrders").GetInt32().ShouldBe(4);
        report.GetProperty("linesInCancellations").GetInt32().ShouldBe(1);
        report.GetProperty("refusedLines").GetInt32().ShouldBe(9);
        report.GetProperty("orders").GetInt32().ShouldBe(3);
        report.GetProperty("cancellations").GetInt32().ShouldBe(1);
        report.GetProperty("refused").EnumerateArray().Select(r => r.GetProperty("line").GetInt32()).ShouldBe([4, 6, 7, 8, 9, 10, 12, 13, 14]);
        var reasons = string.Join('\n', report.GetProperty("refused").EnumerateArray().Select(r => r.GetProperty("reason").GetString()));
        foreach (var part in (string[])["POST is a charge", "quantity -4", "price 0", "'four'", "'2010-12-01'", "'cheap'", "has 4 of 10001 left", "without customer", "D is a charge"])
            reasons.ShouldContain(part);
    }

    [Fact]
    public async Task Orders_go_through_both_origins_in_turn_and_a_cancellation_to_the_one_of_its_order()
    {
        await using var landscape = await StartAsync("""
            200,10001,A,6,12-01-2010 08:26,2.55,1,United Kingdom
            201,10001,A,6,12-01-2010 08:27,2.55,2,United Kingdom
            C202,10001,A,-2,12-01-2010 08:28,2.55,2,United Kingdom
            C203,10001,A,-1,12-01-2010 08:29,2.55,1,United Kingdom
            """);
        await DoneAsync(landscape);

        var ledger = await landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop);
        ledger!.Select(e => $"{e.GetProperty("system")} {e.GetProperty("reference")}").ShouldBe(["salesforce 200", "shopify 201"]);
        var salesforce = await SalesforceClient.SignInAsync(landscape);
        var reduction = await salesforce.OneAsync(
            "SELECT OriginalOrder.OrderReferenceNumber, (SELECT Quantity, OriginalOrderItemId FROM OrderItems) FROM Order WHERE OrderReferenceNumber = 'C203' AND IsReductionOrder = true");
        reduction.GetProperty("OriginalOrder").GetProperty("OrderReferenceNumber").GetString().ShouldBe("200");
        reduction.GetProperty("OrderItems").GetProperty("records")[0].GetProperty("Quantity").GetDecimal().ShouldBe(-1);
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.GetAsync("orders.json?name=201")).Body.GetProperty("orders")[0];
        order.GetProperty("refunds")[0].GetProperty("refund_line_items")[0].GetProperty("quantity").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_price_is_the_lowest_seen_and_a_blank_description_is_the_code()
    {
        await using var landscape = await StartAsync("""
            300,10001,,6,12-01-2010 08:26,2.55,1,United Kingdom
            301,10001,,6,12-01-2010 08:27,1.05,1,United Kingdom
            """);
        await DoneAsync(landscape);
        var salesforce = await SalesforceClient.SignInAsync(landscape);

        (await salesforce.OneAsync("SELECT UnitPrice FROM PricebookEntry WHERE ProductCode = '10001'")).GetProperty("UnitPrice").GetDecimal().ShouldBe(1.05m);
        (await salesforce.OneAsync("SELECT Description FROM OrderItem WHERE RetailTower_Line__c = '300-1'")).GetProperty("Description").GetString().ShouldBe("10001");
    }

    [Fact]
    public async Task An_order_of_600_lines_is_placed_whole()
    {
        await using var landscape = await StartAsync(string.Concat(Enumerable.Range(0, 600).Select(n => $"400,{10_000 + n},X,1,12-01-2010 08:26,1,1,United Kingdom\n")));
        await DoneAsync(landscape);

        (await landscape.LedgerAsync("salesforce", "400")).GetProperty("lines").GetArrayLength().ShouldBe(600);
    }

    [Fact]
    public async Task A_file_without_its_columns_is_refused_and_said()
    {
        await File.WriteAllTextAsync(_path, "Order,Item\n1,2\n", Stop);
        await using var landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0, OrdersFile = _path });

        var report = await Eventually.UntilAsync(() => ReportAsync(landscape), r => r.GetProperty("state").GetString() == "failed");

        report.GetProperty("failure").GetString()!.ShouldContain("InvoiceNo");
    }

    private static Task<JsonElement> ReportAsync(RunningLandscape landscape) => landscape.Control.GetFromJsonAsync<JsonElement>("/orders-file", Stop);

    private static async Task<JsonElement> DoneAsync(RunningLandscape landscape)
    {
        using var heard = await landscape.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = "http://127.0.0.1:9/hooks" }, Stop);
        await (await ShopifyClient.OpenAsync(landscape)).SubscribeAsync("orders/create", new Uri("http://127.0.0.1:9/hooks"));
        return await Eventually.UntilAsync(() => ReportAsync(landscape), r => r.GetProperty("state").GetString() == "done");
    }

    private async Task<RunningLandscape> StartAsync(string lines)
    {
        await File.WriteAllTextAsync(_path, Header + lines, Stop);
        return await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0, OrdersFile = _path, Rate = 10_000 });
    }

    private async Task<JsonElement> PlaceAsync(string lines)
    {
        await using var landscape = await StartAsync(lines);
        return await DoneAsync(landscape);
    }
}
