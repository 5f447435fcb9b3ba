using System.Globalization;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class SalesforceQueryTests
{
    [Fact]
    public async Task A_query_reads_orders_with_their_account_and_all_their_lines()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        var references = await PlacedAsync(landscape, client, 2, 250);
        var ids = await client.QueryAsync($"SELECT Id FROM Order WHERE OrderReferenceNumber IN ('{references[0]}','{references[1]}') ORDER BY OrderReferenceNumber DESC");
        var id = ids.Body.GetProperty("records")[0].GetProperty("Id").GetString();

        var order = await client.OneAsync(
            $"SELECT Id, Status, Account.AccountNumber, Account.Name, SystemModstamp, (SELECT Id, Quantity, UnitPrice, Product_Code__c FROM OrderItems ORDER BY Line_Number__c) FROM Order WHERE Id IN ('{id![..15]}') AND Status = 'Activated'");

        order.GetProperty("Account").GetProperty("attributes").GetProperty("type").GetString().ShouldBe("Account");
        order.GetProperty("Account").GetProperty("AccountNumber").GetString().ShouldNotBeNull();
        order.GetProperty("SystemModstamp").GetString().ShouldEndWith("+0000");
        order.GetProperty("OrderItems").GetProperty("totalSize").GetInt32().ShouldBe(250);
        order.GetProperty("OrderItems").GetProperty("records")[0].GetProperty("Quantity").GetRawText().ShouldContain(".");
    }

    [Fact]
    public async Task A_long_result_comes_in_pages_until_it_is_done()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        await PlacedAsync(landscape, client, 450, 1);
        client.Http.DefaultRequestHeaders.Add("Sforce-Query-Options", "batchSize=200");
        var seen = new List<string>();

        var page = (await client.QueryAsync("SELECT Id FROM Order ORDER BY OrderNumber")).Body;
        while (true)
        {
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Id").GetString()!));
            if (page.GetProperty("done").GetBoolean()) break;
            page = (await client.SendAsync(HttpMethod.Get, page.GetProperty("nextRecordsUrl").GetString()!)).Body;
        }

        page.TryGetProperty("nextRecordsUrl", out _).ShouldBeFalse();
        seen.Distinct().Count().ShouldBe(page.GetProperty("totalSize").GetInt32());
        seen.Count.ShouldBe(page.GetProperty("totalSize").GetInt32());
    }

    [Theory]
    [InlineData("AccountNumber LIKE 'C-10%' AND NOT AccountNumber = 'C-1001'", 9)]
    [InlineData("AccountNumber = 'C-1001' OR (AccountNumber = 'C-1002' AND Name != null)", 2)]
    [InlineData("AccountNumber NOT IN ('C-LOW') AND AccountNumber > 'C-1009'", 3)]
    public async Task Conditions_combine(string where, int count)
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);

        (await client.QueryAsync($"SELECT COUNT() FROM Account WHERE {where}")).Body.GetProperty("totalSize").GetInt32().ShouldBe(count);
    }

    [Fact]
    public async Task What_changed_since_a_time_is_found_in_order_of_change()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        await PlacedAsync(landscape, client, 3, 1);
        var future = TimeProvider.System.GetUtcNow().AddMinutes(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var all = await client.QueryAsync("SELECT SystemModstamp FROM Order WHERE SystemModstamp > 2020-01-01T00:00:00Z ORDER BY SystemModstamp LIMIT 2");
        var none = await client.QueryAsync($"SELECT Id FROM Order WHERE SystemModstamp >= {future}");

        all.Body.GetProperty("records").GetArrayLength().ShouldBe(2);
        none.Body.GetProperty("totalSize").GetInt32().ShouldBe(0);
    }

    private static async Task<IReadOnlyList<string>> PlacedAsync(RunningLandscape landscape, SalesforceClient client, int count, int lines)
    {
        var references = await SalesforceClient.PlaceAsync(landscape, count, lines);
        await Eventually.UntilAsync(async () => (await client.QueryAsync("SELECT COUNT() FROM Order")).Body.GetProperty("totalSize").GetInt32(), n => n >= count);
        return references;
    }
}
