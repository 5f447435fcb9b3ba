using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>
/// Many orders fail for three causes; a wrong cure hurts one of them, the right one helps all. As many orders as <c>TOWER_TEST_FAILING</c> says, 300 without it.
/// </summary>
[Collection(Alone.Name)]
public sealed class CureOfManyTests
{
    private static readonly TimeSpan GroupedWithin = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromMinutes(20);

    private static readonly string[] _poor = ["C-1001", "C-1002", "C-1003", "C-1004"], _centres = ["dc-east", "dc-west"];

    private static int Orders => int.Parse(Environment.GetEnvironmentVariable("TOWER_TEST_FAILING") ?? "300", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_causes_are_three_groups_a_wrong_cure_stops_at_its_first_item_and_one_canary_resolves_all()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        var database = house.Tower.Tower.Services.GetRequiredService<TowerDatabase>();
        foreach (var poor in _poor) await house.MendAsync("/customers", new { number = poor, creditLimit = 0.01 });
        foreach (var centre in _centres) await house.MendAsync("/faults", new { system = centre, kind = "reject", share = 1, seconds = 86_400 });

        var numbers = await house.PlaceAsync(Orders, rate: 200);
        var (cases, seenAfter) = await AllFailedAsync(house, database, numbers.Count);

        // Groups, against what the landscape itself holds.
        var groups = await house.Cases.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, Stop);
        groups.Count.ShouldBe(3, string.Join(", ", groups.Select(group => group.Fingerprint)));
        seenAfter.ShouldBeLessThan(GroupedWithin);
        var values = await ValuesAsync(house);
        foreach (var group in groups)
        {
            var members = cases.Where(one => one.Fingerprint == group.Fingerprint).ToList();
            group.Count.ShouldBe(members.Count);
            group.MoneyAtRisk.ShouldHaveSingleItem().ShouldSatisfyAllConditions(money => money.Currency.ShouldBe(Catalogue.Currency), money => money.Amount.ShouldBe(members.Sum(one => values[one.Number])));
            group.PromisedFor.ShouldBe(members.Min(one => one.RequestedDelivery));
        }

        var unknownToErp = numbers.Except(await HeldAsync(house, "business-central")).Order().ToList();
        cases.Where(one => one.System == "business-central").Select(one => one.Number).Order().ShouldBe(unknownToErp);
        cases.Select(one => one.Number).Distinct().Order().ShouldBe(numbers.Order());

        // Nothing was mended, and yet somebody retries.
        var wrong = await house.Recovery.StartAsync(RecoveryAction.Retry, new CaseFilter(Fingerprint: groups.Single(group => group.Fingerprint.Contains("credit", StringComparison.Ordinal)).Fingerprint), Now(house), null, "otto", Stop);
        var stopped = await UntilAsync(house, wrong, row => row.State != OperationState.Running);
        (stopped.State, stopped.Succeeded, stopped.Repeated, stopped.Worked).ShouldBe((OperationState.Stopped, 1, 1, 0));
        (await HeldAsync(house, "business-central")).Intersect(unknownToErp).ShouldBeEmpty();
        (await house.Recovery.CancelAsync(wrong, "otto", Stop)).ShouldBeTrue();

        foreach (var poor in _poor) await house.MendAsync("/customers", new { number = poor, creditLimit = 0 });
        (await house.Landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();
        var right = await house.Recovery.StartAsync(RecoveryAction.Retry, new CaseFilter(), Now(house), "credit is granted, and both centres take goods again", "otto", Stop);
        var began = TimeProvider.System.GetTimestamp();
        var done = await UntilAsync(house, right, row => row.State != OperationState.Running);
        (done.State, done.Total, done.Worked, done.Repeated, done.Refused).ShouldBe((OperationState.Done, cases.Count, cases.Count, 0, 0));
        TestContext.Current.TestOutputHelper?.WriteLine($"{numbers.Count} orders, {cases.Count} failed; groups stood {seenAfter.TotalSeconds:0.0} s after the last; one canary resolved all in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s.");

        await Eventually.UntilAsync(() => database.ReadAsync((db, token) => db.Orders.CountAsync(o => o.Status == OrderStatus.Completed, token), Stop), completed => completed == numbers.Count, Patience);
        (await house.Cases.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, Stop)).ShouldBeEmpty();
        var ledger = await LedgerAsync(house);
        ledger.ShouldAllBe(entry => entry.GetProperty("copies").GetInt32() == 1);
        (await HeldAsync(house, "business-central")).Order().ShouldBe(numbers.Order());
    }

    /// <summary>Waits until every order has gone its way or has its case; says how long after the last case the groups held all of them.</summary>
    private static async Task<(List<Failed> Cases, TimeSpan SeenAfter)> AllFailedAsync(SimulatedHouse house, TowerDatabase database, int orders)
    {
        var (grouped, seenAt) = (-1, DateTimeOffset.MinValue);
        await Eventually.UntilAsync(
            async () =>
            {
                var count = (await house.Cases.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, Stop)).Sum(group => group.Count);
                if (count != grouped) (grouped, seenAt) = (count, Now(house));
                return await database.ReadAsync(async (db, token) => (Placed: await db.Orders.CountAsync(token), Moving: await db.Orders.CountAsync(o => o.Status != OrderStatus.Completed && !db.Cases.Any(c => c.OrderKey == o.Key), token)), Stop);
            },
            it => it.Placed == orders && it.Moving == 0, Patience);
        var cases = await database.ReadAsync(
            (db, token) => db.Cases.Join(db.Orders, c => c.OrderKey, o => o.Key, (c, o) => new Failed(c.Id, c.Fingerprint, c.System, c.OpenedAt, o.Number, o.RequestedDelivery)).ToListAsync(token), Stop);
        // A last look, for cases that opened while the one before was taken.
        if ((await house.Cases.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, Stop)).Sum(group => group.Count) != grouped) seenAt = Now(house);
        return (cases, seenAt - cases.Max(one => one.OpenedAt));
    }

    private static Task<OperationRow> UntilAsync(SimulatedHouse house, long operation, Func<OperationRow, bool> wanted) =>
        Eventually.UntilAsync(async () => (await house.Recovery.GetAsync(operation, OperationItems.All, null, 1, Stop))!.Operation, wanted, Patience);

    /// <summary>What each order is worth by the originators' own books.</summary>
    private static async Task<Dictionary<string, decimal>> ValuesAsync(SimulatedHouse house)
    {
        var prices = new Catalogue().Products.ToDictionary(product => product.Sku, product => product.Price);
        return (await LedgerAsync(house)).Where(entry => entry.GetProperty("system").GetString() is "salesforce" or "shopify").ToDictionary(
            entry => entry.GetProperty("reference").GetString()!,
            entry => entry.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("ordered").GetDecimal() * prices[line.GetProperty("sku").GetString()!]));
    }

    private static async Task<List<string>> HeldAsync(SimulatedHouse house, string system) =>
        [.. (await LedgerAsync(house)).Where(entry => entry.GetProperty("system").GetString() == system).Select(entry => entry.GetProperty("reference").GetString()!)];

    private static async Task<JsonElement[]> LedgerAsync(SimulatedHouse house) => await house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop) ?? [];

    private static DateTimeOffset Now(SimulatedHouse house) => house.Tower.Tower.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private sealed record Failed(long Id, string Fingerprint, string System, DateTimeOffset OpenedAt, string Number, DateOnly? RequestedDelivery);
}
