using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Queries;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Recovery;
using RetailTower.Engine.Simulation;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>A landscape and a tower connected to it, both real, and the desks that people work at.</summary>
public sealed class SimulatedHouse : IAsyncDisposable
{
    private SimulatedHouse(RunningLandscape landscape, TowerHost tower)
    {
        Landscape = landscape;
        Tower = tower;
    }

    public RunningLandscape Landscape { get; }

    public TowerHost Tower { get; }

    public OrderDesk Orders => Tower.Tower.Services.GetRequiredService<OrderDesk>();

    public TruthDesk Truth => Tower.Tower.Services.GetRequiredService<TruthDesk>();

    public CaseDesk Cases => Tower.Tower.Services.GetRequiredService<CaseDesk>();

    public RecoveryDesk Recovery => Tower.Tower.Services.GetRequiredService<RecoveryDesk>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts both; nothing goes wrong by chance, and nothing takes longer than it must.</summary>
    public static async Task<SimulatedHouse> OpenAsync(LandscapeOptions? options = null, params (string Key, string Value)[] more)
    {
        var landscape = await RunningLandscape.StartAsync(options ?? new LandscapeOptions { Pace = 0.1, ShortPickShare = 0, SeveralParcelsShare = 0.5 });
        var settings = new Dictionary<string, string?>
        {
            ["Tower:Simulation:Enabled"] = "true",
            ["Tower:Simulation:Url"] = landscape.Address.ToString(),
        };
        foreach (var (key, value) in more) settings[key] = value;
        var house = new SimulatedHouse(landscape, await TowerHost.StartAsync(Stop, settings));
        // An order that a tower releases before it knows what lies where may rightly end as a short pick.
        var runs = new RunQueries(house.Tower.Tower.Services.GetRequiredService<TowerDatabase>());
        try
        {
            await Eventually.UntilAsync(() => runs.IsSettledAsync(centres: 2, Stop), settled => settled, TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The tower did not settle. {await Unfinished.OfAsync(house.Tower.Tower.Services.GetRequiredService<TowerDatabase>())}");
        }

        return house;
    }

    /// <summary>Places orders through the landscape's storefront and org, and returns their numbers.</summary>
    public async Task<IReadOnlyList<string>> PlaceAsync(int count, int lines = 3, double rate = 1000)
    {
        using var answer = await Landscape.Control.PostAsJsonAsync("/place", new { count, rate, lines }, Stop);
        var placed = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop);
        return placed.GetProperty("references").EnumerateArray().Select(r => r.GetString()!).ToList();
    }

    /// <summary>Places one order in Salesforce as its own users do: a draft, its products, then its activation.</summary>
    public async Task PlaceInSalesforceAsync(string number, string customer, params (string Sku, int Quantity, decimal Price)[] lines)
    {
        var org = await SalesforceClient.SignInAsync(Landscape);
        var account = (await org.OneAsync($"SELECT Id FROM Account WHERE AccountNumber = '{customer}'")).GetProperty("Id").GetString();
        var entries = new List<(string Entry, string Pricebook)>();
        foreach (var line in lines)
        {
            var entry = await org.OneAsync($"SELECT Id, Pricebook2Id FROM PricebookEntry WHERE ProductCode = '{line.Sku}'");
            entries.Add((entry.GetProperty("Id").GetString()!, entry.GetProperty("Pricebook2Id").GetString()!));
        }

        var order = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["AccountId"] = account, ["EffectiveDate"] = "2026-11-23", ["Status"] = "Draft", ["Pricebook2Id"] = entries[0].Pricebook, ["OrderReferenceNumber"] = number,
            ["RetailTower_Reference__c"] = number, ["CurrencyIsoCode"] = "GBP", ["ShippingStreet"] = "1 High Street", ["ShippingCity"] = "Leeds", ["ShippingPostalCode"] = "LS1 4DY",
            ["ShippingCountry"] = "GB", ["ShipTo_Name__c"] = "Goods In",
        });
        var (status, created) = await org.SendAsync(HttpMethod.Post, "/sobjects/Order", order);
        status.ShouldBe(201, created.ToString());
        var id = created.GetProperty("id").GetString();
        for (var line = 0; line < lines.Length; line++)
        {
            var item = JsonSerializer.Serialize(new Dictionary<string, object?>
            {
                ["OrderId"] = id, ["PricebookEntryId"] = entries[line].Entry, ["Quantity"] = lines[line].Quantity, ["UnitPrice"] = lines[line].Price, ["Product_Code__c"] = lines[line].Sku,
                ["Line_Number__c"] = line + 1, ["RetailTower_Line__c"] = $"{number}-{line + 1}", ["Description"] = lines[line].Sku,
            });
            var (added, answer) = await org.SendAsync(HttpMethod.Post, "/sobjects/OrderItem", item);
            added.ShouldBe(201, answer.ToString());
        }

        var (activated, refusal) = await org.SendAsync(HttpMethod.Patch, $"/sobjects/Order/{id}", """{"Status":"Activated"}""");
        activated.ShouldBe(204, refusal.ToString());
    }

    /// <summary>Waits until the order page's picture of the order is as wanted.</summary>
    public async Task<OrderPicture> UntilAsync(string number, Func<OrderPicture, bool> wanted, TimeSpan? patience = null) =>
        (await Eventually.UntilAsync(() => PictureAsync(number), picture => picture is not null && wanted(picture), patience ?? TimeSpan.FromSeconds(30)))!;

    public async Task<OrderPicture?> PictureAsync(string number)
    {
        var found = await Orders.FindAsync(number, Stop);
        return found.FirstOrDefault(hit => hit.Order.Number == number) is { } hit ? await Orders.GetAsync(hit.Order.Key, false, Stop) : null;
    }

    public async Task<IReadOnlyList<CaseRow>> OpenCasesAsync(string number) => (await PictureAsync(number))?.Cases ?? [];

    public async Task MendAsync(string path, object body)
    {
        using var answer = await Landscape.Control.PostAsJsonAsync(path, body, Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Stop));
    }

    public async Task<string?> StateInAsync(string system, string number) => (await Landscape.LedgerAsync(system, number)).GetProperty("state").GetString();

    public async ValueTask DisposeAsync()
    {
        await Tower.DisposeAsync();
        await Landscape.DisposeAsync();
    }
}
