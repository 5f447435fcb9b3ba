using System.Globalization;
using System.Net;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Changes_reach_a_subscriber_that_echoed_the_token()
    {
        await using var erp = await ErpCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var subscription = await SubscribeAsync(erp, receiver);
        subscription.Status.ShouldBe(HttpStatusCode.Created);
        var expires = DateTimeOffset.Parse(subscription.Text("expirationDateTime"), CultureInfo.InvariantCulture);
        (expires - DateTimeOffset.UtcNow).TotalDays.ShouldBeInRange(2.9, 3);

        var order = await erp.OrderAsync("SF-1");

        var told = (await receiver.NextAsync()).Json.GetProperty("value")[0];
        told.GetProperty("subscriptionId").GetString().ShouldBe(subscription.Text("subscriptionId"));
        told.GetProperty("clientState").GetString().ShouldBe("our secret");
        told.GetProperty("resource").GetString().ShouldBe($"api/v2.0/{erp.Company}/salesOrders({order.Id})");
        told.GetProperty("changeType").GetString().ShouldBe("created");
    }

    [Fact]
    public async Task Several_edits_within_the_pause_are_one_notification()
    {
        // The pause is 500 ms at this pace.
        await using var erp = await ErpCaller.StartAsync(o => o with { Pace = 2.5 });
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(erp, receiver);
        var first = await erp.OrderAsync("SF-1");
        await erp.CallAsync("PATCH", $"salesOrders({first.Id})", new { salesperson = "JO" }, "*");
        var second = await erp.OrderAsync("SF-2");
        await erp.CallAsync("DELETE", $"salesOrders({second.Id})", ifMatch: "*");

        var told = (await receiver.NextAsync()).Json.GetProperty("value").EnumerateArray()
            .ToDictionary(n => n.GetProperty("resource").GetString()!, n => n.GetProperty("changeType").GetString());

        told.Count.ShouldBe(2);
        told[$"api/v2.0/{erp.Company}/salesOrders({first.Id})"].ShouldBe("created");
        told[$"api/v2.0/{erp.Company}/salesOrders({second.Id})"].ShouldBe("deleted");
    }

    [Fact]
    public async Task More_than_a_thousand_changes_come_as_a_collection_whose_query_works()
    {
        await using var erp = await ErpCaller.StartAsync(o => o with { Pace = 5 });
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(erp, receiver);
        for (var batch = 0; batch < 11; batch++)
        {
            await erp.CallApiAsync("POST", "$batch", new
            {
                requests = Enumerable.Range(0, 100).Select(i => new
                {
                    id = $"r{i}", method = "POST", url = $"{erp.Company}/salesOrders",
                    body = new { externalDocumentNumber = $"SF-{batch}-{i}", customerNumber = "C-1001" },
                }),
            });
        }
        var told = (await receiver.NextAsync(w => w.Json.GetProperty("value")[0].GetProperty("changeType").GetString() == "collection")).Json.GetProperty("value")[0];
        var resource = told.GetProperty("resource").GetString()!;
        resource.ShouldContain("?$filter=lastDateTimeModified gt ");
        var found = await erp.CallUrlAsync("GET", $"/v2.0/{erp.Credential("tenantId")}/production/{resource}");
        found.Value.Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Without_the_echo_there_is_no_subscription()
    {
        await using var erp = await ErpCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Echo = token => token + "!";
        (await SubscribeAsync(erp, receiver)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await erp.CallApiAsync("GET", "subscriptions")).Value.ShouldBeEmpty();
        receiver.Echo = token => token;
        (await SubscribeAsync(erp, receiver, "salesShipments")).Message.ShouldContain("does not support webhooks");
        (await SubscribeAsync(erp, receiver)).Status.ShouldBe(HttpStatusCode.Created);
        (await SubscribeAsync(erp, receiver)).Code.ShouldBe("Internal_EntityWithSameKeyExists");
    }

    [Fact]
    public async Task Renewing_needs_quotes_the_ETag_and_the_echo_again()
    {
        await using var erp = await ErpCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var subscription = await SubscribeAsync(erp, receiver);
        var id = subscription.Text("subscriptionId");
        (await erp.CallApiAsync("PATCH", $"subscriptions({id})", new { }, subscription.Tag)).Code.ShouldBe("BadRequest_InvalidRequestUrl");
        (await erp.CallApiAsync("PATCH", $"subscriptions('{id}')", new { })).Code.ShouldBe("BadRequest_InvalidToken");
        receiver.Echo = _ => "";
        (await erp.CallApiAsync("PATCH", $"subscriptions('{id}')", new { clientState = "new" }, subscription.Tag)).Status.ShouldBe(HttpStatusCode.BadRequest);
        receiver.Echo = token => token;
        var renewed = await erp.CallApiAsync("PATCH", $"subscriptions('{id}')", new { clientState = "new" }, subscription.Tag);
        renewed.Text("clientState").ShouldBe("new");
        (await erp.CallApiAsync("DELETE", $"subscriptions('{id}')", ifMatch: subscription.Tag)).Code.ShouldBe("Request_EntityChanged");
        (await erp.CallApiAsync("DELETE", $"subscriptions('{id}')", ifMatch: renewed.Tag)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await erp.CallApiAsync("GET", $"subscriptions('{id}')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_subscriber_in_trouble_is_told_again(HttpStatusCode trouble)
    {
        await using var erp = await ErpCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(erp, receiver, "customers");
        var answers = new Queue<HttpStatusCode>([trouble, trouble]);
        receiver.Answer = () => answers.TryDequeue(out var next) ? next : HttpStatusCode.OK;
        await TouchCustomerAsync(erp);
        var bodies = new List<string>();
        for (var i = 0; i < 3; i++) bodies.Add(Convert.ToBase64String((await receiver.NextAsync()).Body));
        bodies.Distinct().Count().ShouldBe(1);
        (await erp.CallApiAsync("GET", "subscriptions")).Value.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscriber_that_answers_with_another_error_loses_its_subscription()
    {
        await using var erp = await ErpCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(erp, receiver, "customers");
        receiver.Answer = () => HttpStatusCode.NotFound;
        await TouchCustomerAsync(erp);
        await receiver.NextAsync();
        await Eventually.UntilAsync(() => erp.CallApiAsync("GET", "subscriptions"), found => found.Value.Length == 0);
    }

    private static async Task TouchCustomerAsync(ErpCaller erp)
    {
        var customer = (await erp.CallAsync("GET", "customers?$filter=number eq 'C-1001'")).Value.Single();
        await erp.CallAsync("PATCH", $"customers({customer.GetProperty("id").GetString()})", new { phoneNumber = "1" }, "*");
    }

    private static Task<ErpAnswer> SubscribeAsync(ErpCaller erp, WebhookReceiver receiver, string set = "salesOrders") =>
        erp.CallApiAsync("POST", "subscriptions", new { notificationUrl = receiver.Url, resource = $"/api/v2.0/{erp.Company}/{set}", clientState = "our secret" });
}
