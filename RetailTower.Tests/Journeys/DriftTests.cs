using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Reconciliation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Originators show their people what is not so, and nobody tells the tower. What is true is derived here from the landscape's ledger alone.</summary>
public sealed class DriftTests
{
    private const int Orders = 60;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_comparison_of_all_orders_finds_exactly_those_that_drifted_and_the_true_status_can_be_written_again()
    {
        await using var house = await SimulatedHouse.OpenAsync(more: [("Tower:Reconciliation:Settle", "00:00:02"), ("Tower:Reconciliation:SampleEvery", "00:00:00")]);
        var comparisons = house.Tower.Tower.Services.GetRequiredService<ComparisonDesk>();
        foreach (var system in new[] { "salesforce", "shopify" })
            (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system, kind = "drift", share = 0.2, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();
        foreach (var number in await house.PlaceAsync(Orders, lines: 2)) await house.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed, Soon);
        IsOver(await LedgerAsync(house)).ShouldBeTrue();

        var first = await CompareAsync(comparisons);
        var ledger = await LedgerAsync(house);
        var drifted = Wrong(ledger);
        drifted.Count.ShouldBeInRange(1, Orders - 1, "with a fifth of the writes lost, some orders drift and some do not");
        first.ShouldSatisfyAllConditions(it => it.Compared.ShouldBe(Orders), it => it.Unjudged.ShouldBe(0, it.Silence), it => it.Untrue.ShouldBe(drifted.Count));
        (await TalliesAsync(house, first.Id)).ShouldSatisfyAllConditions(
            its => its.Sum(it => it.Compared).ShouldBe(Orders), its => its.Sum(it => it.Untrue).ShouldBe(drifted.Count), its => its.Sum(it => it.UntrueFulfilment).ShouldBe(WrongOnGoods(ledger)),
            its => its.Select(it => it.Channel).Distinct().ShouldBe(["salesforce", "shopify"], ignoreOrder: true));
        first.Accuracy.ShouldBe(1 - ((double)drifted.Count / Orders));
        var cases = (await house.Cases.PageAsync(new CaseFilter { Kind = CaseKind.Disagreement }, null, 100, Stop)).Items;
        var numbers = new List<string>();
        foreach (var one in cases) numbers.Add((await house.Orders.GetAsync(one.OrderKey!.Value, unmasked: false, Stop))!.Head.Number);
        numbers.ShouldBe(drifted, ignoreOrder: true);
        cases.ShouldAllBe(one => one.OwnerTeam == "Customer service" && one.Remedy == Remedy.Restate);

        (await house.Landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();
        foreach (var one in cases) (await house.Recovery.RetryAsync(one.Id, "otto", Stop)).Succeeded.ShouldBeTrue();
        await Eventually.UntilAsync(async () => Wrong(await LedgerAsync(house)), wrong => wrong.Count == 0, Soon);

        // The cases close by themselves once a reading of the originators shows it: the feed of changed orders, or this.
        (await CompareAsync(comparisons)).ShouldSatisfyAllConditions(it => it.Untrue.ShouldBe(0), it => it.Accuracy.ShouldBe(1), it => it.Compared.ShouldBe(Orders));
        (await house.Cases.PageAsync(new CaseFilter { Kind = CaseKind.Disagreement }, null, 100, Stop)).Items.ShouldBeEmpty();
    }

    private static async Task<ComparisonRow> CompareAsync(ComparisonDesk comparisons)
    {
        var id = (await comparisons.StartAsync("iris", Stop)).ShouldNotBeNull();
        return (await Eventually.UntilAsync(() => comparisons.GetAsync(id, Stop), it => it is { State: OperationState.Done }, Soon))!;
    }

    /// <summary>The ERP has been paid for every order, so that each is completed.</summary>
    private static bool IsOver(JsonElement[] ledger) =>
        ledger.Count(entry => Text(entry, "system") == "business-central") == Orders && ledger.Where(entry => Text(entry, "system") == "business-central").All(entry => Text(entry, "state") == "Paid");

    /// <summary>Every order is paid and shipped: whoever shows anything but Completed shows what is not so.</summary>
    private static List<string> Wrong(JsonElement[] ledger) => [.. ledger.Where(IsOrigin).Where(entry => Text(entry, "shown") != "Completed").Select(entry => Text(entry, "reference")!)];

    /// <summary>All goods of every order have left: a status that says so is right about the goods, whatever it says of the money.</summary>
    private static int WrongOnGoods(JsonElement[] ledger) => ledger.Where(IsOrigin).Count(entry => Text(entry, "shown") is not ("Shipped" or "Invoiced" or "Completed"));

    private static Task<List<ComparisonTally>> TalliesAsync(SimulatedHouse house, long comparison) =>
        house.Tower.Tower.Services.GetRequiredService<TowerDatabase>().ReadAsync((db, token) => db.ComparisonTallies.Where(it => it.ComparisonId == comparison).ToListAsync(token), Stop);

    private static bool IsOrigin(JsonElement entry) => Text(entry, "system") is "salesforce" or "shopify";

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static async Task<JsonElement[]> LedgerAsync(SimulatedHouse house) => (await house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop))!;
}
