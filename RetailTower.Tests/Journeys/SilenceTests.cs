using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Every step of an order is waited for, and silence is seen: one order that each system in turn keeps waiting for longer than its time.</summary>
public sealed partial class SilenceTests
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(10), Soon = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_come_in_time_is_missed_within_ten_seconds_and_the_late_event_closes_the_case()
    {
        const string late = "00:00:01";
        await using var house = await SimulatedHouse.OpenAsync(new LandscapeOptions { Pace = 2, ShortPickShare = 0, SeveralParcelsShare = 0 },
            [("Tower:Orders:ErpReviewWithin", late), ("Tower:Orders:CentreAcceptsWithin", late), ("Tower:Orders:ShippedWithin", late), ("Tower:Orders:InvoicedWithin", late), ("Tower:Orders:PaidWithin", late)]);

        await AwayAsync(house, "business-central", true);
        await house.PlaceInSalesforceAsync("SF-SILENT-1", "C-1001", ("85123A", 2, 2.95m));
        await MissedAsync(house, "erp-review");
        foreach (var centre in new[] { "dc-east", "dc-west" }) await AwayAsync(house, centre, true);
        await AwayAsync(house, "business-central", false);
        await MissedAsync(house, "centre-accepts");
        await MissedAsync(house, "shipping");
        await AwayAsync(house, "business-central", true);
        foreach (var centre in new[] { "dc-east", "dc-west" }) await AwayAsync(house, centre, false);
        await MissedAsync(house, "invoice");
        await AwayAsync(house, "business-central", false);
        await MissedAsync(house, "payment");

        await house.UntilAsync("SF-SILENT-1", order => order.Head.Status == OrderStatus.Completed && order.Cases.Count == 0, Soon);
        var cases = await ShouldHaveBeenSeenInTimeAsync(house, "centre-accepts", "erp-review", "invoice", "payment", "shipping");
        cases.Single(one => one.Operation == "payment").OwnerTeam.ShouldBe("Finance");
    }

    [Fact]
    public async Task Goods_that_should_come_back_and_are_not_told_of_are_missed_as_well()
    {
        const string late = "00:00:01";
        // Slow enough that each news of the centre comes long after it was due.
        await using var house = await SimulatedHouse.OpenAsync(new LandscapeOptions { Pace = 6, ShortPickShare = 0, SeveralParcelsShare = 0 },
            [("Tower:Orders:ReturnReceivedWithin", late), ("Tower:Orders:Returns:InspectedWithin", late), ("Tower:Reconciliation:AskForGapsAfter", "00:00:02"), ("Tower:Reconciliation:GapsDueAfter", "00:00:02")]);
        await house.PlaceInSalesforceAsync("SF-SILENT-2", "C-1001", ("85123A", 2, 2.95m));
        var sent = await house.UntilAsync("SF-SILENT-2", order => order.Lines.Sum(line => line.Returnable) == 2, Soon);

        await house.Tower.Tower.Services.GetRequiredService<ReturnDesk>().AskAsync(sent.Head.Key, [new LineQuantity(1, 2)], "too small", "anna", Stop);
        await MissedAsync(house, "return-arrives");
        await MissedAsync(house, "return-inspected");

        await house.UntilAsync("SF-SILENT-2", order => order.Returns is [{ Row.State: ReturnState.Closed }] && order.Cases.Count == 0, Soon);
        await OrdersThatNeverArrivedAreFoundByTheirNumbersAsync(house);
        var cases = await ShouldHaveBeenSeenInTimeAsync(house, "return-arrives", "return-inspected", CaseMatters.OrderNumber);
        cases.Single(one => one.Operation == CaseMatters.OrderNumber).OwnerTeam.ShouldBe("Integration");
    }

    /// <summary>
    /// The shop and the org each lose the message of an order, and their feeds are not read before minutes are over. The next order's number tells: the org answers when it is asked;
    /// that the shop is away is a case, until it answers and the lost order goes its way.
    /// </summary>
    private static async Task OrdersThatNeverArrivedAreFoundByTheirNumbersAsync(SimulatedHouse house)
    {
        foreach (var number in await house.PlaceAsync(2)) await house.UntilAsync(number, _ => true, Soon);
        foreach (var origin in new[] { "salesforce", "shopify" }) await house.MendAsync("/faults", new { system = origin, kind = "lose-webhooks", share = 1, seconds = 3600 });
        var lost = await house.PlaceAsync(2);
        await Eventually.UntilAsync(() => house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger/lost", Stop), found => lost.All(number => found!.Any(it => it.GetProperty("about").GetString() == number)), Soon);
        (await house.Landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();
        // Its webhooks carry the whole order, so that it need not be asked for the next one.
        await AwayAsync(house, "shopify", true);
        foreach (var number in await house.PlaceAsync(2)) await house.UntilAsync(number, _ => true, Soon);
        await Eventually.UntilAsync(() => CasesAsync(house), cases => cases.Any(one => one is { Operation: CaseMatters.OrderNumber, System: "shopify" }), Soon);
        var (ofOrg, ofShop) = (lost.Single(number => number.StartsWith("SF", StringComparison.Ordinal)), lost.Single(number => !number.StartsWith("SF", StringComparison.Ordinal)));
        await house.UntilAsync(ofOrg, _ => true, Soon);
        (await house.PictureAsync(ofShop)).ShouldBeNull();

        await AwayAsync(house, "shopify", false);

        await house.UntilAsync(ofShop, _ => true, Soon);
        await Eventually.UntilAsync(() => CasesAsync(house), cases => cases.All(one => one.State == CaseState.AutoResolved), Soon);
    }

    private static async Task<IReadOnlyList<CaseRow>> ShouldHaveBeenSeenInTimeAsync(SimulatedHouse house, params string[] steps)
    {
        // Whether the org is asked for its order before that is a case is a matter of a second.
        var cases = (await CasesAsync(house)).Where(one => one is not { Operation: CaseMatters.OrderNumber, System: "salesforce" }).ToList();
        cases.Select(one => one.Operation.Split(':')[0]).ShouldBe(steps, ignoreOrder: true);
        foreach (var one in cases)
        {
            one.State.ShouldBe(CaseState.AutoResolved, one.Title);
            var due = DateTimeOffset.ParseExact(Due().Match((await house.Cases.GetAsync(one.Id, Stop))!.Detail).Groups[1].Value, "u", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            (one.OpenedAt - due).ShouldBeLessThan(SeenWithin, one.Title);
        }

        return cases;
    }

    private static async Task AwayAsync(SimulatedHouse house, string system, bool away) =>
        (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system, kind = "unavailable", share = away ? 1 : 0, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();

    private static Task<IReadOnlyList<CaseRow>> MissedAsync(SimulatedHouse house, string step) =>
        Eventually.UntilAsync(() => CasesAsync(house), cases => cases.Any(one => one.Operation.Split(':')[0] == step), Soon);

    private static async Task<IReadOnlyList<CaseRow>> CasesAsync(SimulatedHouse house) =>
        (await house.Cases.PageAsync(new CaseFilter(All: true, Kind: CaseKind.Missing), null, 50, Stop)).Items;

    /// <summary>The case says by when the event was due.</summary>
    [GeneratedRegex(@"due (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)")]
    private static partial Regex Due();
}
