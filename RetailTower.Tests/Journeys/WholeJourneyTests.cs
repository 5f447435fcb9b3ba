using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Orders travel from Salesforce and the shop through ERP, centres and invoices and back, over real HTTP.</summary>
public sealed class WholeJourneyTests
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2), Soon = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_of_both_originators_complete_and_every_system_agrees()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        var numbers = await house.PlaceAsync(20, lines: 4);
        foreach (var number in numbers)
        {
            var picture = await house.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed, Soon);
            picture.Lines.ShouldAllBe(line => line.Shipped == line.Ordered && line.Invoiced == line.Ordered);
            picture.Sentence.ShouldStartWith("All ");
            var origin = number.StartsWith("SF-", StringComparison.Ordinal) ? "salesforce" : "shopify";
            var truth = await house.Truth.OfOrderAsync(picture.Head.Key, origin, picture.Head.Country, null, Stop);
            truth.Verdicts.Where(verdict => verdict.Disputed).ShouldBeEmpty();
            foreach (var field in new[] { TruthField.Wanted, TruthField.Allocated, TruthField.Shipped, TruthField.Invoiced })
                truth.Verdicts.Where(verdict => verdict.Field == field).Select(verdict => verdict.Value).ShouldBe(picture.Lines.Select(line => (decimal?)line.Ordered), $"{number} {field}");
            await Eventually.UntilAsync(() => house.StateInAsync(origin, number), state => state is "Completed" or "fulfilled", Soon);
            // Nobody is behind once the originator has taken the last word on it.
            await Eventually.UntilAsync(() => house.Truth.OfOrderAsync(picture.Head.Key, origin, picture.Head.Country, null, Stop),
                order => order.Verdicts.All(verdict => verdict.Claims.All(claim => claim.Standing is ClaimStanding.Record or ClaimStanding.Agrees)), Soon);
        }

        var ledger = await house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop);
        ledger!.ShouldAllBe(entry => entry.GetProperty("copies").GetInt32() == 1);
        ledger!.Where(entry => entry.GetProperty("system").GetString() == "business-central").Select(entry => entry.GetProperty("reference").GetString()).Order()
            .ShouldBe(numbers.Order());
    }

    /// <summary>As after a subscription that the ERP ended without a word.</summary>
    [Fact]
    public async Task What_the_erp_never_told_is_found_by_asking_it()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system = "business-central", kind = "lose-webhooks", share = 1, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();
        var numbers = await house.PlaceAsync(6);
        foreach (var number in numbers) await house.UntilAsync(number, order => order.Head.ConfirmedAt is not null, Soon);
        (await house.Landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();

        foreach (var number in numbers) await house.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed, Soon);
    }

    [Fact]
    public async Task An_order_that_the_erp_refuses_for_credit_is_told_truly_and_carried_on_by_retry()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        await house.PlaceInSalesforceAsync("SF-CREDIT-1", "C-LOW", ("85123A", 12, 2.95m));
        var refused = await house.UntilAsync("SF-CREDIT-1", order => order.Head.Status == OrderStatus.Rejected);
        refused.Sentence.ShouldContain("could not be confirmed");
        var theCase = refused.Cases.ShouldHaveSingleItem();
        theCase.OwnerTeam.ShouldBe("Finance");
        theCase.Kind.ShouldBe(CaseKind.Rejected);
        theCase.MoneyAtRisk.ShouldBe(35.40m);
        await Eventually.UntilAsync(() => house.StateInAsync("salesforce", "SF-CREDIT-1"), state => state == "Rejected", SeenWithin);

        await house.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10_000 });
        await house.Recovery.RetryAsync(theCase.Id, "otto", Stop);
        var carried = await house.UntilAsync("SF-CREDIT-1", order => order.Head.Status == OrderStatus.Completed, Soon);
        carried.Cases.ShouldBeEmpty();
        (await house.Landscape.LedgerAsync("business-central", "SF-CREDIT-1")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_part_allocated_order_says_so_and_goes_on_when_stock_arrives()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        await house.PlaceInSalesforceAsync("SF-PART-1", "C-1001", ("SCARCE-1", 8, 24.95m), ("85123A", 2, 2.95m));
        var part = await house.UntilAsync("SF-PART-1", order => order.Lines.Count == 2 && order.Lines[0].BackOrdered > 0);
        part.Lines[0].BackOrdered.ShouldBe(3);
        part.Sentence.ShouldContain("back-order");
        await Eventually.UntilAsync(() => house.StateInAsync("salesforce", "SF-PART-1"), state => state is "Part allocated" or "Part shipped", SeenWithin);

        await house.MendAsync("/stock", new { centre = "erp", sku = "SCARCE-1", quantity = 10 });
        var whole = await house.UntilAsync("SF-PART-1", order => order.Head.Status == OrderStatus.Completed, Soon);
        whole.Lines.ShouldAllBe(line => line.Shipped == line.Ordered && line.BackOrdered == 0);
    }

    [Fact]
    public async Task Salesforce_is_never_told_confirmed_before_the_erp_has_confirmed()
    {
        await using var house = await SimulatedHouse.OpenAsync();
        await house.MendAsync("/faults", new { system = "business-central", kind = "unavailable", share = 1, seconds = 600 });
        await house.PlaceInSalesforceAsync("SF-DOWN-1", "C-1001", ("85123A", 2, 2.95m));
        await house.UntilAsync("SF-DOWN-1", order => order.Head.Status == OrderStatus.Submitted);
        await Eventually.UntilAsync(() => house.StateInAsync("salesforce", "SF-DOWN-1"), state => state == "Submitted", Soon);

        using (await house.Landscape.Control.DeleteAsync("/faults", Stop)) { }
        var history = (await house.UntilAsync("SF-DOWN-1", order => order.Head.Status == OrderStatus.Completed, Soon)).History;
        var told = history.First(entry => entry.What == "status" && entry.Detail!.EndsWith("Confirmed", StringComparison.Ordinal));
        history.First(entry => entry.What == "ErpAllocated").Id.ShouldBeLessThan(told.Id);
    }
}
