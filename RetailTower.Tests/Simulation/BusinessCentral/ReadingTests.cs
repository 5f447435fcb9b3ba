using System.Globalization;
using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

public sealed class ReadingTests
{
    [Fact]
    public async Task Pages_follow_one_another_and_meet_every_entity_once()
    {
        await using var erp = await ErpCaller.StartAsync();
        var page = await erp.CallAsync("GET", "items?$select=number&$count=true", headers: ("Prefer", "odata.maxpagesize=15"));
        page.Headers.GetValues("Preference-Applied").ShouldBe(["odata.maxpagesize"]);
        var count = page.Body.GetProperty("@odata.count").GetInt32();
        var numbers = new List<string>();
        while (true)
        {
            page.Value.Length.ShouldBeLessThanOrEqualTo(15);
            numbers.AddRange(page.Value.Select(i => i.GetProperty("number").GetString()!));
            page.Value.Count(i => i.TryGetProperty("unitPrice", out _)).ShouldBe(0);
            if (!page.Body.TryGetProperty("@odata.nextLink", out var next)) break;
            page = await erp.CallUrlAsync("GET", next.GetString()!, headers: ("Prefer", "odata.maxpagesize=15"));
        }
        numbers.Distinct().Count().ShouldBe(count);
        numbers.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("unitPrice gt 12 and not (unitPrice ge 30)", "22423,SCARCE-1")]
    [InlineData("startswith(number,'SCARCE')", "SCARCE-1,SCARCE-2,SCARCE-3")]
    [InlineData("number eq '22423' or number eq 'scarce-1' or number eq 'nothing'", "22423,SCARCE-1")]
    [InlineData("contains(displayName,'50''s')", "22086")]
    [InlineData("number eq '22423' and unitPrice lt 1", "")]
    public async Task Filters_choose(string filter, string expected)
    {
        await using var erp = await ErpCaller.StartAsync();
        var found = await erp.CallAsync("GET", $"items?$filter={Uri.EscapeDataString(filter)}&$orderby=number");
        string.Join(',', found.Value.Select(i => i.GetProperty("number").GetString())).ShouldBe(expected);
    }

    [Fact]
    public async Task Top_skip_and_order_by_cut_a_window()
    {
        await using var erp = await ErpCaller.StartAsync();
        var all = (await erp.CallAsync("GET", "items?$orderby=unitPrice desc,number")).Value;
        var window = (await erp.CallAsync("GET", "items?$orderby=unitPrice desc,number&$top=3&$skip=2")).Value;
        window.Select(i => i.GetProperty("number").GetString()).ShouldBe(all.Skip(2).Take(3).Select(i => i.GetProperty("number").GetString()));
        (await erp.CallAsync("GET", "items?$top=x")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await erp.CallAsync("GET", "items?$filter=number eq")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await erp.CallAsync("GET", "salesOrders?$expand=nothing")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_delta_feed_tells_what_changed_since()
    {
        await using var erp = await ErpCaller.StartAsync();
        var first = await erp.ReviewedAsync((await erp.OrderAsync("SF-1")).Id);
        var second = await erp.ReviewedAsync((await erp.OrderAsync("SF-2")).Id);
        await erp.CallAsync("PATCH", $"salesOrders({first.Id})", new { salesperson = "JO" }, "*");
        var since = DateTimeOffset.Parse(second.Text("lastModifiedDateTime"), CultureInfo.InvariantCulture).AddMilliseconds(-1).UtcDateTime.ToString("o");
        foreach (var name in (string[])["lastModifiedDateTime", "lastDateTimeModified"])
        {
            var changed = await erp.CallAsync("GET", $"salesOrders?$filter={name} gt {since}");
            changed.Value.Select(o => o.GetProperty("externalDocumentNumber").GetString()).ShouldContain("SF-1");
        }
        (await erp.CallAsync("GET", "salesOrders?$filter=lastModifiedDateTime gt 2999-01-01T00:00:00.000Z")).Value.ShouldBeEmpty();
        (await erp.CallAsync("GET", "salesOrders?$filter=number eq '" + second.Text("number") + "'")).Value.Single().GetProperty("id").GetString().ShouldBe(second.Id);
    }

    [Fact]
    public async Task A_batch_answers_each_part_for_itself()
    {
        await using var erp = await ErpCaller.StartAsync();
        var answer = await BatchAsync(erp, snapshot: false, Part(erp, "a", "SF-1", "C-1001"), Part(erp, "b", "SF-2", "C-BLOCKED"), new
        {
            id = "c", method = "GET", url = $"{erp.Company}/salesOrders?$filter=externalDocumentNumber eq 'SF-1'",
        });
        var parts = answer.Body.GetProperty("responses").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!);
        parts["a"].GetProperty("status").GetInt32().ShouldBe(201);
        parts["b"].GetProperty("status").GetInt32().ShouldBe(400);
        parts["b"].GetProperty("body").GetProperty("error").GetProperty("code").GetString().ShouldBe("Application_DialogException");
        parts["c"].GetProperty("body").GetProperty("value").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_snapshot_batch_with_one_failure_leaves_nothing()
    {
        await using var erp = await ErpCaller.StartAsync();
        var answer = await BatchAsync(erp, snapshot: true, Part(erp, "a", "SF-1", "C-1001"), Part(erp, "b", "SF-2", "C-BLOCKED"));
        answer.Body.GetProperty("responses")[0].GetProperty("status").GetInt32().ShouldBe(201);
        (await erp.CallAsync("GET", "salesOrders")).Value.ShouldBeEmpty();
        (await BatchAsync(erp, snapshot: true, Part(erp, "a", "SF-1", "C-1001"), Part(erp, "b", "SF-2", "C-1002"))).Status.ShouldBe(HttpStatusCode.OK);
        (await erp.CallAsync("GET", "salesOrders")).Value.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_of_more_than_100_parts_or_with_one_id_twice_is_refused()
    {
        await using var erp = await ErpCaller.StartAsync();
        var many = Enumerable.Range(0, 101).Select(i => (object)new { id = $"r{i}", method = "GET", url = "companies" }).ToArray();
        (await BatchAsync(erp, false, many)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await BatchAsync(erp, false, many[0], many[0])).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await BatchAsync(erp, false, many[..100])).Body.GetProperty("responses").GetArrayLength().ShouldBe(100);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused()
    {
        await using var erp = await ErpCaller.StartAsync();
        var text = new HttpRequestMessage(HttpMethod.Post, $"{erp.Api}/{erp.Company}/salesOrders") { Content = new StringContent("{", System.Text.Encoding.UTF8, "application/json") };
        (await erp.SendAsync(text)).Status.ShouldBe(HttpStatusCode.BadRequest);
        var xml = new HttpRequestMessage(HttpMethod.Post, $"{erp.Api}/{erp.Company}/salesOrders") { Content = new StringContent("<a/>", System.Text.Encoding.UTF8, "text/xml") };
        (await erp.SendAsync(xml)).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private static object Part(ErpCaller erp, string id, string reference, string customer) => new
    {
        id, method = "POST", url = $"{erp.Company}/salesOrders", headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
        body = JsonSerializer.SerializeToElement(new
        {
            externalDocumentNumber = reference, customerNumber = customer, salesOrderLines = new[] { new { lineType = "Item", lineObjectNumber = "85123A", quantity = 1 } },
        }),
    };

    private static Task<ErpAnswer> BatchAsync(ErpCaller erp, bool snapshot, params object[] requests) =>
        erp.CallApiAsync("POST", "$batch", new { requests }, null, snapshot ? [("Isolation", "snapshot")] : []);
}
