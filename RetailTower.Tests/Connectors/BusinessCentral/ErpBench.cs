using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.BusinessCentral;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using RetailTower.Tests.Simulation.BusinessCentral;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.BusinessCentral;

/// <summary>A simulated ERP, and connectors to it that remember nothing of one another, as after a crash.</summary>
internal sealed class ErpBench : IAsyncDisposable
{
    private readonly List<IDisposable> _opened = [];

    private ErpBench(ErpCaller erp, Uri address)
    {
        Erp = erp;
        Address = address;
    }

    public ErpCaller Erp { get; }

    public Uri Address { get; }

    public static async Task<ErpBench> StartAsync(Func<LandscapeOptions, LandscapeOptions>? with = null)
    {
        var erp = await ErpCaller.StartAsync(with);
        return new ErpBench(erp, new Uri((await erp.Landscape.SystemAsync("business-central")).GetProperty("baseAddress").GetString()!));
    }

    public BusinessCentralConnector Connector(HttpMessageHandler? handler = null, TimeSpan? timeout = null, TimeSpan? feedGrace = null)
    {
        var http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        if (timeout is { } limit) http.Timeout = limit;
        var connector = new BusinessCentralConnector("business-central", new BusinessCentralOptions
        {
            BaseAddress = Address,
            Authority = Address,
            TenantId = Erp.Credential("tenantId"),
            ClientId = Erp.Credential("clientId"),
            ClientSecret = Erp.Credential("clientSecret"),
            Environment = Erp.Credential("environment"),
            CompanyId = new Guid(Erp.Credential("companyId")),
            ClientStates = ["a-client-state-for-tests"],
            FeedGrace = feedGrace ?? TimeSpan.Zero,
        }, http, TimeProvider.System, NullLogger<BusinessCentralConnector>.Instance);
        _opened.AddRange([connector, http]);
        return connector;
    }

    /// <summary>Sends the commands in one batch, by a connector that has never seen them.</summary>
    public Task<IReadOnlyList<CallOutcome>> SendAsync<T>(string operation, params T[] commands) => SendAsync(Connector(), operation, commands);

    public static Task<IReadOnlyList<CallOutcome>> SendAsync<T>(BusinessCentralConnector connector, string operation, params T[] commands) => connector.SendAsync(
        [.. commands.Select((c, i) => new OutboundCall(i, operation, $"{operation}-{i}", CanonicalJson.Write(c), [], 1))], TestContext.Current.CancellationToken);

    public async Task<CallOutcome.Done> DoneAsync<T>(string operation, T command) =>
        (await SendAsync(operation, command)).ShouldHaveSingleItem().ShouldBeOfType<CallOutcome.Done>();

    public static SubmitOrderCommand Submit(string number, params (string Sku, decimal Quantity)[] lines) => Submit(number, "C-1001", lines);

    public static SubmitOrderCommand Submit(string number, string customer, params (string Sku, decimal Quantity)[] lines) => new(new CanonicalOrder(
        number, customer, "Name", "a@b.example", "+44 1", null, "GBP", new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero), new DateOnly(2026, 2, 1),
        new PostalAddress("Name", "Street 1", null, "Town", "AB1 2CD", "United Kingdom"),
        [.. lines.Select((l, i) => new CanonicalOrderLine(i + 1, l.Sku, new string('d', 150), l.Quantity, 2.5m, null))]));

    /// <summary>Submits the order and waits until the ERP has reviewed it.</summary>
    public async Task<ErpOrderStated> ReviewedAsync(string number, params (string Sku, decimal Quantity)[] lines)
    {
        await DoneAsync(Operations.SubmitOrder, Submit(number, lines));
        return await StatedAsync(number, order => order.Reviewed);
    }

    /// <summary>What the ERP states of the order, once it is as wanted.</summary>
    public Task<ErpOrderStated> StatedAsync(string number, Func<ErpOrderStated, bool> wanted) => Eventually.UntilAsync(async () =>
    {
        var read = await DoneAsync(Operations.Fetch, new FetchCommand("salesOrders", number));
        return (ErpOrderStated)Meaning(read.Messages.ShouldHaveSingleItem());
    }, wanted);

    public CanonicalEvent Meaning(IncomingMessage message) => Connector().Interpret(Stored(message))
        .ShouldBeOfType<Interpretation.Events>(Encoding.UTF8.GetString(message.Body.Span)).Items.ShouldHaveSingleItem();

    public static StoredMessage Stored(IncomingMessage message) =>
        new("business-central", message.MessageKey, message.Kind, null, message.ContentType, message.Body, DateTimeOffset.UnixEpoch);

    public Task<JsonElement> LedgerAsync(string number) => Erp.Landscape.LedgerAsync("business-central", number);

    public async Task FaultAsync(string kind, double share = 1)
    {
        var answer = await Erp.Landscape.Control.PostAsJsonAsync(
            "/faults", new { system = "business-central", kind, share, seconds = 600 }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task MendAsync() => (await Erp.Landscape.Control.DeleteAsync("/faults", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened) opened.Dispose();
        await Erp.DisposeAsync();
    }
}
