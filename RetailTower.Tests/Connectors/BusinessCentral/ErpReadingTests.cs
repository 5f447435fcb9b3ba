using System.Net;
using Microsoft.AspNetCore.Http;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.BusinessCentral;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;
using static RetailTower.Tests.Connectors.BusinessCentral.ErpBench;

namespace RetailTower.Tests.Connectors.BusinessCentral;

/// <summary>Webhooks, feeds, fetches and tokens.</summary>
public sealed class ErpReadingTests
{
    [Fact]
    public async Task Subscriptions_are_made_once_and_made_again_when_the_service_dropped_one()
    {
        await using var bench = await StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await bench.Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        var made = await HeldAsync(bench);
        made.Count.ShouldBe(4);
        await bench.Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        (await HeldAsync(bench)).ShouldBe(made, ignoreOrder: true);
        await bench.Erp.CallApiAsync("DELETE", $"subscriptions('{made[0]}')", ifMatch: "*");
        await bench.Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        (await HeldAsync(bench)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_receiver_that_does_not_echo_is_told_as_a_failure()
    {
        await using var bench = await StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Echo = _ => "no";
        await Should.ThrowAsync<HttpRequestException>(() => bench.Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_notification_leads_to_the_document_and_the_document_to_a_fact()
    {
        await using var bench = await StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var connector = bench.Connector();
        await connector.EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        var webhook = await receiver.NextAsync(w => w.Json.GetProperty("value").EnumerateArray().Any(n => n.GetProperty("resource").GetString()!.Contains("salesOrders")));
        var headers = new HeaderDictionary();
        foreach (var (name, value) in webhook.Headers) headers[name] = value;
        var reading = connector.ReadWebhook(new WebhookCall("POST", headers, QueryCollection.Empty, "application/json", webhook.Body, DateTimeOffset.UnixEpoch));
        var notified = reading.ShouldBeOfType<WebhookReading.Accepted>().Messages.First(m => m.Kind.StartsWith("salesOrders", StringComparison.Ordinal));
        var fetch = connector.Interpret(Stored(notified)).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldHaveSingleItem();
        var read = await bench.SendAsync(Operations.Fetch, fetch, fetch);
        read.ShouldAllBe(o => o is CallOutcome.Done && ((CallOutcome.Done)o).Messages.Count == 1);
        bench.Meaning(((CallOutcome.Done)read[0]).Messages[0]).ShouldBeOfType<ErpOrderStated>().Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Documents_are_read_by_id_number_and_filter_and_a_gone_one_is_no_failure()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        await bench.ReviewedAsync("SF-2", ("85123A", 6));
        var outcomes = await bench.SendAsync(Operations.Fetch,
            new FetchCommand("salesOrders", Guid.NewGuid().ToString("D")),
            new FetchCommand("salesOrders", "SF-2"),
            new FetchCommand("salesOrders", "$filter=lastModifiedDateTime gt 2020-01-01T00:00:00Z"),
            new FetchCommand("items", "85123A"),
            new FetchCommand("vendors", "1"),
            new FetchCommand("salesOrders", "https://elsewhere.example/api?$skiptoken=1"));
        outcomes.Take(4).Select(o => ((CallOutcome.Done)o).Messages.Count).ShouldBe([0, 1, 2, 1]);
        outcomes.Skip(4).ShouldAllBe(o => o is CallOutcome.Failed);
        bench.Meaning(((CallOutcome.Done)outcomes[2]).Messages[1]).ShouldBeOfType<ErpOrderStated>().Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_long_list_is_read_a_page_at_a_time_and_goes_on_by_message()
    {
        await using var bench = await StartAsync();
        var orders = Enumerable.Range(1, 600).Select(i => Submit($"SF-{i}", ("85123A", 1))).ToArray();
        foreach (var chunk in orders.Chunk(100)) await bench.SendAsync(Operations.SubmitOrder, chunk);
        var first = await bench.DoneAsync(Operations.Fetch, new FetchCommand("salesOrders", "$filter=lastModifiedDateTime gt 2020-01-01T00:00:00Z"));
        first.Messages.Count.ShouldBe(501);
        var more = bench.Connector().Interpret(Stored(first.Messages[^1])).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldHaveSingleItem();
        var second = await bench.DoneAsync(Operations.Fetch, more);
        second.Messages.Count.ShouldBe(100);
        first.Messages.Take(500).Concat(second.Messages).Select(m => ((Subject.Known)m.Subject).Reference.Value).Distinct().Count().ShouldBe(600);
    }

    [Theory]
    [InlineData("customers", typeof(CustomerStated))]
    [InlineData("items", typeof(ProductStated))]
    public async Task A_feed_begins_with_everything_and_goes_on_with_what_changed(string feed, Type fact)
    {
        await using var bench = await StartAsync();
        var (messages, cursor) = (new List<IncomingMessage>(), (string?)null);
        FeedPage page;
        do
        {
            page = await bench.Connector().ReadFeedAsync(feed, cursor, TestContext.Current.CancellationToken);
            messages.AddRange(page.Messages);
            cursor = page.Cursor;
        }
        while (page.More);
        messages.Count.ShouldBeGreaterThan(5);
        messages.ShouldAllBe(m => bench.Meaning(m).GetType() == fact);
        // What is read again keeps its key, so the inbox drops it.
        var again = await bench.Connector().ReadFeedAsync(feed, cursor, TestContext.Current.CancellationToken);
        again.Messages.Select(m => m.MessageKey).ShouldBeSubsetOf(messages.Select(m => m.MessageKey));
    }

    [Fact]
    public async Task A_change_that_no_notification_told_is_listed_once_it_is_old_enough_and_leads_to_its_document()
    {
        await using var bench = await StartAsync();
        await bench.ReviewedAsync("SF-1", ("85123A", 6));
        var young = await bench.Connector(feedGrace: TimeSpan.FromMinutes(1)).ReadFeedAsync("changed-salesOrders", null, TestContext.Current.CancellationToken);
        young.Messages.ShouldBeEmpty();

        // The service tells its time in whole seconds.
        var page = await Eventually.UntilAsync(() => bench.Connector().ReadFeedAsync("changed-salesOrders", young.Cursor, TestContext.Current.CancellationToken), read => read.Messages.Count > 0);
        var found = page.Messages.ShouldHaveSingleItem();
        var fetches = bench.Connector().Interpret(Stored(found)).ShouldBeOfType<Interpretation.Fetches>();
        var document = (await bench.DoneAsync(Operations.Fetch, fetches.Items.ShouldHaveSingleItem())).Messages.ShouldHaveSingleItem();
        bench.Meaning(document).ShouldBeOfType<ErpOrderStated>();
        // By this the inbox knows that the version was read already.
        found.UnlessStored.ShouldBe(document.MessageKey);
    }

    [Fact]
    public async Task A_withdrawn_token_is_renewed_once()
    {
        await using var bench = await StartAsync();
        using var withdrawn = new Withdrawal(refusals: 1);
        (await SendAsync(bench.Connector(withdrawn), Operations.SubmitOrder, Submit("SF-1", ("85123A", 6))))[0].ShouldBeOfType<CallOutcome.Done>();
        withdrawn.Tokens.ShouldBe(2);
        using var refused = new Withdrawal(refusals: int.MaxValue);
        (await SendAsync(bench.Connector(refused), Operations.SubmitOrder, Submit("SF-2", ("85123A", 6))))[0].ShouldBeOfType<CallOutcome.Failed>();
        refused.Tokens.ShouldBe(2);
    }

    [Fact]
    public async Task One_token_serves_concurrent_calls_until_it_lapses()
    {
        await using var bench = await StartAsync(o => o with { ErpTokenSeconds = 2 });
        using var counted = new Withdrawal(refusals: 0);
        var connector = bench.Connector(counted);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(connector, Operations.Fetch, new FetchCommand("items", "85123A"))));
        counted.Tokens.ShouldBe(1);
        await Eventually.UntilAsync(
            async () => (await SendAsync(connector, Operations.Fetch, new FetchCommand("items", "85123A")))[0].ShouldBeOfType<CallOutcome.Done>(), _ => counted.Tokens == 2);
    }

    [Fact]
    public void Options_name_every_problem_and_no_secret()
    {
        var problems = new BusinessCentralOptions
        {
            BaseAddress = new Uri("ftp://x/"),
            Authority = new Uri("relative", UriKind.Relative),
            TenantId = "",
            ClientId = " ",
            ClientSecret = "",
            Environment = "",
            CompanyId = Guid.Empty,
            ClientStates = ["short"],
        }.Validate("Connections:business-central").ToList();
        problems.Count.ShouldBe(8);
        problems.ShouldAllBe(p => p.StartsWith("Connections:business-central:") && !p.Contains("short"));
    }

    private static async Task<List<string>> HeldAsync(ErpBench bench) =>
        [.. (await bench.Erp.CallApiAsync("GET", "subscriptions")).Value.Select(s => s.GetProperty("subscriptionId").GetString()!)];

    /// <summary>Counts the tokens given and refuses the first calls made with one.</summary>
    private sealed class Withdrawal(int refusals) : DelegatingHandler(new HttpClientHandler())
    {
        private int _left = refusals;
        private int _tokens;

        public int Tokens => _tokens;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)) Interlocked.Increment(ref _tokens);
            else if (_left-- > 0) return new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("") };
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
