using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;
using SalesforceClient = RetailTower.Tests.Simulation.SalesforceClient;

namespace RetailTower.Tests.Connectors.Salesforce;

/// <summary>The connector against the simulated org, over real HTTP.</summary>
public sealed class SalesforceContractTests : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private RunningLandscape _landscape = null!;
    private SalesforceClient _org = null!;
    private SalesforceOptions _options = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _landscape = await RunningLandscape.StartAsync();
        _org = await SalesforceClient.SignInAsync(_landscape);
        _options = new SalesforceOptions
        {
            BaseAddress = _org.Http.BaseAddress!,
            ClientId = await _landscape.CredentialAsync("salesforce", "clientId"),
            ClientSecret = await _landscape.CredentialAsync("salesforce", "clientSecret"),
            OrganizationId = await _landscape.CredentialAsync("salesforce", "organizationId"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _org.Http.Dispose();
        await _landscape.DisposeAsync();
    }

    [Fact]
    public void Settings_that_the_landscape_gives_are_valid() => _options.Validate("Salesforce").ShouldBeEmpty();

    [Fact]
    public async Task Placed_orders_are_read_whole_and_mean_what_was_placed()
    {
        var references = await PlacedAsync(3, lines: 200);
        using var connector = Connector();
        var calls = new List<OutboundCall>();
        foreach (var reference in references)
        {
            calls.Add(SalesforceTestSettings.Call(Operations.Fetch, new FetchCommand("Order", (await OrderAsync(reference)).GetProperty("Id").GetString()!)));
        }
        var outcomes = await connector.SendAsync(calls, Stop);
        foreach (var (outcome, reference) in outcomes.Zip(references))
        {
            var document = outcome.ShouldBeOfType<CallOutcome.Done>().Messages.ShouldHaveSingleItem();
            var placed = Interpret(connector, document).ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem().ShouldBeOfType<OrderPlaced>().Order;
            placed.Number.ShouldBe(reference);
            placed.Lines.Select(line => line.LineNo).ShouldBe(Enumerable.Range(1, 200));
            placed.Lines.ShouldAllBe(line => line.Sku.Length > 0 && line.Quantity > 0);
        }
        connector.Usage.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_order_is_read_by_the_orgs_running_number()
    {
        var references = await PlacedAsync(2);
        using var connector = Connector();
        var number = (await _org.OneAsync($"SELECT OrderNumber FROM Order WHERE OrderReferenceNumber = '{references[0]}'")).GetProperty("OrderNumber").GetString()!;

        var outcomes = await connector.SendAsync([.. new[] { number, "99999999", "1' OR Id != '" }.Select(it => SalesforceTestSettings.Call(Operations.Fetch, connector.DocumentOf(it)))], Stop);

        Interpret(connector, outcomes[0].ShouldBeOfType<CallOutcome.Done>().Messages.ShouldHaveSingleItem()).ShouldBeOfType<Interpretation.Events>()
            .Items.OfType<OrderPlaced>().Single().ShouldSatisfyAllConditions(placed => placed.RunningNumber.ShouldBe(number), placed => placed.Order.Number.ShouldBe(references[0]));
        outcomes[1].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("NOT_FOUND");
        outcomes[2].ShouldBeOfType<CallOutcome.Failed>().Code.ShouldBe("unknown-document");
    }

    [Fact]
    public async Task An_outbound_message_of_the_org_leads_to_its_order()
    {
        await using var tower = await WebhookReceiver.StartAsync();
        (await _landscape.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = tower.Url }, Stop)).EnsureSuccessStatusCode();
        var references = await PlacedAsync(2);
        using var connector = Connector();
        var received = await tower.NextAsync();
        var reading = connector.ReadWebhook(new WebhookCall("POST", new HeaderDictionary(), QueryCollection.Empty, "text/xml", received.Body, DateTimeOffset.UnixEpoch)).ShouldBeOfType<WebhookReading.Accepted>();
        var fetch = reading.Messages.Select(message => Interpret(connector, message)).OfType<Interpretation.Fetches>().First().Items.Single();
        var document = (await connector.SendAsync([SalesforceTestSettings.Call(Operations.Fetch, fetch)], Stop))[0].ShouldBeOfType<CallOutcome.Done>().Messages.Single();
        document.Subject.ShouldBe(reading.Messages.First(message => message.Subject is Subject.Origin(var reference) && reference.Value == fetch.Id).Subject);
        references.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_status_written_twice_or_by_a_second_tower_leaves_one_order()
    {
        var references = await PlacedAsync(2);
        var calls = references.Select(reference => SalesforceTestSettings.Call(Operations.WriteStatus, SalesforceTestSettings.Status(reference, "Part shipped", lines: 3))).ToList();
        for (var tower = 0; tower < 2; tower++)
        {
            using var connector = Connector();
            (await connector.SendAsync(calls, Stop)).ShouldAllBe(outcome => outcome is CallOutcome.Done);
            (await connector.SendAsync(calls, Stop)).ShouldAllBe(outcome => outcome is CallOutcome.Done);
        }
        foreach (var reference in references)
        {
            var order = await OrderAsync(reference);
            (order.GetProperty("Tower_Status__c").GetString(), order.GetProperty("ERP_Order_Number__c").GetString()).ShouldBe(("Part shipped", "SO-1"));
            var lines = (await _org.QueryAsync($"SELECT Tower_Line_Status__c, Shipped_Quantity__c FROM OrderItem WHERE OrderId = '{order.GetProperty("Id").GetString()}'")).Body.GetProperty("records").EnumerateArray().ToList();
            lines.Count.ShouldBe(3);
            lines.ShouldAllBe(line => line.GetProperty("Tower_Line_Status__c").GetString() == "Part shipped" && line.GetProperty("Shipped_Quantity__c").GetDecimal() == 2);
        }
    }

    [Fact]
    public async Task Refusals_of_the_org_are_told_apart_and_create_nothing()
    {
        var reference = (await PlacedAsync(1))[0];
        var before = await CountAsync();
        using var connector = Connector();
        var outcomes = await connector.SendAsync([
            SalesforceTestSettings.Call(Operations.WriteStatus, SalesforceTestSettings.Status("SF-0", "Confirmed")),
            SalesforceTestSettings.Call(Operations.WriteStatus, SalesforceTestSettings.Status(reference, "Half way"))], Stop);
        outcomes[0].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("NOT_FOUND");
        outcomes[1].ShouldBeOfType<CallOutcome.Failed>().Code.ShouldBe("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        (await CountAsync()).ShouldBe(before);
        (await connector.SendAsync([SalesforceTestSettings.Call(Operations.Fetch, new FetchCommand("Order", "801000000000000AAA"))], Stop))[0].ShouldBeOfType<CallOutcome.Rejected>();
    }

    [Theory]
    [InlineData("unavailable", typeof(CallOutcome.Retry), RetryScope.Unwell)]
    [InlineData("throttled", typeof(CallOutcome.Retry), RetryScope.Throttled)]
    [InlineData("accept-then-drop", typeof(CallOutcome.Retry), RetryScope.Unwell)]
    [InlineData("reject", typeof(CallOutcome.Rejected), null)]
    public async Task A_fault_of_the_org_is_taken_for_what_it_is_and_the_next_attempt_gets_through(string kind, Type outcome, RetryScope? scope)
    {
        var reference = (await PlacedAsync(1))[0];
        var call = SalesforceTestSettings.Call(Operations.WriteStatus, SalesforceTestSettings.Status(reference, "Confirmed", lines: 3));
        using var connector = Connector();
        // The token is fetched before the fault, as it would be in a running tower.
        (await connector.SendAsync([SalesforceTestSettings.Call(Operations.Fetch, new FetchCommand("Order", "801000000000000AAA"))], Stop)).ShouldHaveSingleItem();
        (await _landscape.Control.PostAsJsonAsync("/faults", new { system = "salesforce", kind, share = 1, seconds = 60 }, Stop)).EnsureSuccessStatusCode();
        var struck = (await connector.SendAsync([call], Stop))[0];
        struck.ShouldBeOfType(outcome);
        (struck as CallOutcome.Retry)?.Scope.ShouldBe(scope!.Value);
        (await _landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();
        (await connector.SendAsync([call], Stop))[0].ShouldBeOfType<CallOutcome.Done>();
        (await OrderAsync(reference)).GetProperty("Tower_Status__c").GetString().ShouldBe("Confirmed");
    }

    [Fact]
    public async Task A_wrong_secret_is_a_failure()
    {
        _options = new SalesforceOptions { BaseAddress = _options.BaseAddress, ClientId = _options.ClientId, ClientSecret = "wrong", OrganizationId = _options.OrganizationId };
        using var connector = Connector();
        (await connector.SendAsync([SalesforceTestSettings.Call(Operations.Fetch, new FetchCommand("Order", "801000000000000AAA"))], Stop))[0].ShouldBeOfType<CallOutcome.Failed>().Message.ShouldNotContain("wrong");
    }

    [Fact]
    public async Task The_feed_finds_every_order_once_per_change_whatever_the_page()
    {
        var references = await PlacedAsync(250, lines: 1);
        using var connector = Connector();
        var found = new List<IncomingMessage>();
        FeedPage page;
        string? cursor = null;
        do
        {
            page = await connector.ReadFeedAsync("changed-orders", cursor, Stop);
            found.AddRange(page.Messages);
            cursor = page.Cursor;
        }
        while (page.More);
        var numbers = found.Select(message => Interpret(connector, message)).OfType<Interpretation.Events>().SelectMany(meant => meant.Items).OfType<OrderPlaced>().Select(placed => placed.Order.Number).ToHashSet();
        references.ShouldAllBe(reference => numbers.Contains(reference));
        found.Select(message => message.MessageKey).ShouldBeUnique();
    }

    private SalesforceConnector Connector() => new("salesforce", _options, _http, TimeProvider.System, NullLogger<SalesforceConnector>.Instance);

    private static Interpretation Interpret(SalesforceConnector connector, IncomingMessage message) =>
        connector.Interpret(new StoredMessage("salesforce", message.MessageKey, message.Kind, null, message.ContentType, message.Body, DateTimeOffset.UnixEpoch));

    private async Task<JsonElement> OrderAsync(string reference) => await _org.OneAsync($"SELECT Id, Status, Tower_Status__c, ERP_Order_Number__c FROM Order WHERE OrderReferenceNumber = '{reference}'");

    private async Task<int> CountAsync() => (await _org.QueryAsync("SELECT Id FROM Order")).Body.GetProperty("totalSize").GetInt32();

    private async Task<IReadOnlyList<string>> PlacedAsync(int count, int lines = 3)
    {
        var references = await SalesforceClient.PlaceAsync(_landscape, count, lines);
        await Eventually.UntilAsync(() => _org.QueryAsync($"SELECT Id FROM Order WHERE Status = 'Activated' AND OrderReferenceNumber = '{references[^1]}'"), found => found.Body.GetProperty("totalSize").GetInt32() == 1);
        return references;
    }
}
