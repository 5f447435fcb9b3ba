using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Simulation;
using RetailTower.Engine.Simulation.BusinessCentral;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Engine.Simulation.ThreePl;
using RetailTower.Tests.Simulation.ThreePl;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>Books that are written and read again hold the same, and go on with what was under way.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task A_centre_goes_on_where_it_stopped()
    {
        await using var before = await Standing.StartAsync(a => new ThreePlSystem("dc-east", a, p => p.EastStock), pace: 1000);
        var first = await before.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1", "1", ("85123A", 6)), "k-1");
        first.Status.ShouldBe(HttpStatusCode.Created);

        await using var after = await Standing.StartAsync(a => new ThreePlSystem("dc-east", a, p => p.EastStock), pace: 0, before.Saved());

        await Eventually.UntilAsync(() => Task.FromResult(after.System.Ledger().Single()), e => e.State == "shipped");
        var again = await after.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1", "1", ("85123A", 6)), "k-1");
        again.Body.GetRawText().ShouldBe(first.Body.GetRawText());
        after.System.Ledger().Single().Copies.ShouldBe(1);
        var next = await after.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-2"), "k-2");
        next.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task The_ERP_goes_on_where_it_stopped()
    {
        await using var before = await Standing.StartAsync(a => new BusinessCentralSystem(a), pace: 1000);
        await before.SignInAsync();
        var company = $"/v2.0/production/api/v2.0/companies({before.System.Credentials["companyId"]})";
        var order = await before.PostAsync($"{company}/salesOrders", new
        {
            externalDocumentNumber = "SF-1", customerNumber = "C-1001",
            salesOrderLines = new[] { new { lineType = "Item", lineObjectNumber = "SCARCE-1", quantity = 8 } },
        }, null);
        order.Status.ShouldBe(HttpStatusCode.Created);

        await using var after = await Standing.StartAsync(a => new BusinessCentralSystem(a), pace: 0, before.Saved());

        await Eventually.UntilAsync(() => Task.FromResult(after.System.Ledger().Single()), e => e.State == "Part allocated");
        await after.SignInAsync();
        ((IStockKeeper)after.System).ReceiveGoods("SCARCE-1", 3).ShouldBeTrue();
        after.System.Ledger().Single().State.ShouldBe("Open");
        var found = await after.GetAsync($"{company}/salesOrders?$filter=externalDocumentNumber eq 'SF-1'");
        found.List("value").Single().GetProperty("id").GetString().ShouldBe(order.Id);
        (await after.GetAsync($"{company}/items?$filter=lastModifiedDateTime gt 2020-01-01T00:00:00Z")).List("value").Length.ShouldBe(new Catalogue().Products.Count());
        (await after.PostAsync($"{company}/salesOrders", new { customerNumber = "C-1001" }, null)).Text("number").ShouldNotBe(order.Text("number"));
    }

    /// <summary>One system on a port of its own.</summary>
    private sealed class Standing : IAsyncDisposable
    {
        private readonly WebApplication _host;
        private readonly Surroundings _around;
        private readonly HttpClient _client;

        private Standing(WebApplication host, Surroundings around, ISimulatedSystem system) =>
            (_host, _around, System, _client) = (host, around, system, new HttpClient { BaseAddress = new Uri(host.Urls.First()) });

        public ISimulatedSystem System { get; }

        public static async Task<Standing> StartAsync(Func<Surroundings, ISimulatedSystem> make, double pace, JsonElement? state = null)
        {
            var (time, log) = (TimeProvider.System, NullLogger.Instance);
            var options = new LandscapeOptions { Pace = pace, ShortPickShare = 0, SeveralParcelsShare = 0 };
            var (dice, scheduler) = (new Dice(1), new SimulationScheduler(time, pace, log));
            var faults = new FaultGate(time, dice);
            var courier = new WebhookCourier(scheduler, faults, dice, time, pace, log);
            var around = new Surroundings(options, time, new Catalogue(), scheduler, faults, courier, dice, NullLoggerFactory.Instance);
            var system = make(around);
            if (state is { } saved) system.Restore(saved);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var host = builder.Build();
            system.Map(host);
            await host.StartAsync(TestContext.Current.CancellationToken);
            var standing = new Standing(host, around, system);
            if (system.Credentials.TryGetValue("apiKey", out var key)) standing._client.DefaultRequestHeaders.Authorization = new("Bearer", key);
            return standing;
        }

        public JsonElement Saved()
        {
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes)) System.Save(writer);
            return JsonSerializer.Deserialize<JsonElement>(bytes.ToArray());
        }

        public async Task SignInAsync()
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = System.Credentials["clientId"], ["client_secret"] = System.Credentials["clientSecret"],
                ["scope"] = "https://api.businesscentral.dynamics.com/.default",
            });
            var token = await SendAsync(CentreCaller.Request(HttpMethod.Post, $"/{System.Credentials["tenantId"]}/oauth2/v2.0/token", form, null));
            _client.DefaultRequestHeaders.Authorization = new("Bearer", token.Text("access_token"));
        }

        public Task<CentreAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

        public Task<CentreAnswer> PostAsync(string path, object body, string? key) => SendAsync(CentreCaller.Request(HttpMethod.Post, path, JsonContent.Create(body), key));

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _host.DisposeAsync();
            await _around.Courier.DisposeAsync();
            _around.Scheduler.Dispose();
        }

        private async Task<CentreAnswer> SendAsync(HttpRequestMessage request)
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            return new CentreAnswer(response.StatusCode, body, response.Headers, response.Content.Headers.ContentType?.MediaType);
        }
    }
}
