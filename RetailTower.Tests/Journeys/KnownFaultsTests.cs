using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>
/// One run in which it is known what went wrong: statuses drift, webhooks are lost, stock is told late, goods are short. What the tower says of it, to agents and to
/// executives, is what the books of the systems say.
/// </summary>
[Collection(Alone.Name)]
public sealed class KnownFaultsTests
{
    private const int Orders = 80;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4), Late = TimeSpan.FromSeconds(10), Held = TimeSpan.FromSeconds(20);

    /// <summary>Of a figure that was told this shortly before it was late, it is open whether the storefront had it in time.</summary>
    private static readonly TimeSpan Way = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tower_finds_what_was_injected_and_its_sentences_are_true()
    {
        await using var house = await SimulatedHouse.OpenAsync(new LandscapeOptions { Pace = 0.1, ShortPickShare = 0.15, SeveralParcelsShare = 0.5 },
            ("Tower:Orders:ShippedWithin", "00:00:20"), ("Tower:Orders:AskAhead", "00:00:00"), ("Tower:Reconciliation:Settle", "00:00:02"), ("Tower:Reconciliation:SampleEvery", "00:00:00"));
        var (writes, begun) = ((await LandscapeLedger.ReadAsync(house.Landscape)).Stock.Writes, await StockToldAsync(house, await StockCallsAsync(house)));
        foreach (var (kind, share) in new[] { ("drift", 0.03), ("lose-webhooks", 0.02), ("delay", 0.05) })
            (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system = "*", kind, share, seconds = 3600, hold = Held.TotalSeconds }, Stop)).EnsureSuccessStatusCode();
        var numbers = await house.PlaceAsync(Orders, lines: 3, rate: 20);

        await Eventually.UntilAsync(() => ContradictionsAsync(house, numbers), found => found.Count == 0, Soon, found => string.Join(Environment.NewLine, found));
        var ledger = await LandscapeLedger.ReadAsync(house.Landscape);
        ledger.Lost.Count.ShouldBeGreaterThan(0);

        await ShouldHaveMissedWhatWasLostAsync(house, ledger);
        await ShouldCountStockAsync(house, ledger.Stock, ledger.Stock.Writes - writes, begun);
        await ShouldKnowItsAccuracyAsync(house, ledger, numbers);
    }

    private static async Task ShouldHaveMissedWhatWasLostAsync(SimulatedHouse house, LandscapeLedger ledger)
    {
        var missing = (await house.Cases.PageAsync(new CaseFilter(All: true, Kind: CaseKind.Missing), null, 100, Stop)).Items;
        var missed = new List<(string, string)>();
        foreach (var one in missing) missed.Add(((await house.Orders.GetAsync(one.OrderKey!.Value, unmasked: false, Stop))!.Head.Number, $"{one.Operation}:{one.System}"));
        missed.ShouldBe(ledger.Unheard().Select(it => (it.Number, $"{ExpectedSteps.Shipping}:{it.Centre}")), ignoreOrder: true);
        missing.ShouldAllBe(one => one.State == CaseState.AutoResolved, "the centre's own books made up for it");
    }

    /// <summary>Every figure that a storefront acknowledged is counted, and those that came late are those whose telling was delayed or lost.</summary>
    private static async Task ShouldCountStockAsync(SimulatedHouse house, LandscapeLedger.StockBooks stock, long writes, (long Told, long Late) before)
    {
        var late = (await StockToldAsync(house, before.Told + writes)).Late - before.Late;
        var delays = stock.Delays().ToList();
        var bound = KpiBuckets.Bounds[KpiBuckets.Of(Late)];
        var (sure, open) = (delays.Count(it => it > bound), delays.Count(it => it <= bound && it > bound - Way));
        sure.ShouldBeGreaterThan(0);
        late.ShouldBeInRange(sure, sure + open, $"of {writes} figures; late by the ledger are {string.Join(", ", delays.Where(it => it > bound - Way))}");
    }

    /// <summary>What the KPI says of stock once it has counted as many figures as were told.</summary>
    private static async Task<(long Told, long Late)> StockToldAsync(SimulatedHouse house, long told)
    {
        var hour = KpiPeriod.HourOf(DateTimeOffset.UtcNow);
        var counted = await Eventually.UntilAsync(
            async () => new KpiBucket(await house.Tower.Tower.Services.GetRequiredService<KpiQueries>().SumsAsync(hour.AddHours(-1), hour.AddHours(1), 2, KpiBy.Nothing, Stop), null),
            counted => counted.Count(KpiFigures.StockTold) == told, Soon, counted => $"{counted.Count(KpiFigures.StockTold)} of {told}");
        return (told, told - (long)Math.Round((counted.Within(KpiFigures.StockTold, Late)?.Value ?? 0) * told));
    }

    /// <summary>Changes of stock that the storefront acknowledged so far.</summary>
    private static Task<int> StockCallsAsync(SimulatedHouse house) => house.Tower.Tower.Services.GetRequiredService<TowerDatabase>().ReadAsync(
        (db, token) => db.Outbox.CountAsync(m => m.ChangedAt != null && m.State == OutboxState.Done, token), Stop);

    private static async Task ShouldKnowItsAccuracyAsync(SimulatedHouse house, LandscapeLedger ledger, IReadOnlyList<string> numbers)
    {
        var comparisons = house.Tower.Tower.Services.GetRequiredService<ComparisonDesk>();
        var untrue = numbers.Where(number => !ledger.ShowsTheTruth(number)).ToList();
        var all = await FinishedAsync(comparisons, (await comparisons.StartAsync("iris", Stop))!.Value);
        all.ShouldSatisfyAllConditions(it => it.Compared.ShouldBe(Orders), it => it.Unjudged.ShouldBe(0, it.Silence), it => it.Untrue.ShouldBe(untrue.Count));
        all.Accuracy.ShouldBe(1 - ((double)untrue.Count / Orders));

        // One in twenty may miss by its own promise; of three, two do not.
        var store = house.Tower.Tower.Services.GetRequiredService<ComparisonStore>();
        var held = 0;
        for (var i = 0; i < 3; i++)
        {
            var sample = await FinishedAsync(comparisons, (await store.StartAsync(Orders / 3, RecoveryStore.Tower, Stop))!.Value);
            sample.Compared.ShouldBe(Orders / 3);
            if (all.Accuracy >= sample.Bounds!.Value.Low && all.Accuracy <= sample.Bounds.Value.High) held++;
        }

        held.ShouldBeGreaterThanOrEqualTo(2);
    }

    private static async Task<ComparisonRow> FinishedAsync(ComparisonDesk comparisons, long id) =>
        (await Eventually.UntilAsync(() => comparisons.GetAsync(id, Stop), it => it is { State: OperationState.Done }, Soon))!;

    private static async Task<List<string>> ContradictionsAsync(SimulatedHouse house, IReadOnlyList<string> numbers)
    {
        var ledger = await LandscapeLedger.ReadAsync(house.Landscape);
        var wrong = new List<string>();
        foreach (var number in numbers)
        {
            if (!ledger.IsOver(number)) wrong.Add($"{number}: the systems are at work: {ledger.Standing(number)}");
            else if (await house.PictureAsync(number) is not { } order) wrong.Add($"{number}: the tower does not know it");
            else if (ledger.Shipped(number) == ledger.Ordered(number) && order.Head.Status != OrderStatus.Completed) wrong.Add($"{number}: the tower has not heard that it is paid");
            else if (ledger.Contradicts(number, order.Sentence) is { } contradiction) wrong.Add(contradiction);
        }

        if (await UnsettledAsync(house) is { Length: > 0 } waiting) wrong.Add(waiting);
        return wrong;
    }

    /// <summary>What still is to come, in words; empty when all has.</summary>
    private static async Task<string> UnsettledAsync(SimulatedHouse house)
    {
        if (!(await LandscapeLedger.ReadAsync(house.Landscape)).Stock.NothingIsUntold) return "stock is untold";
        return await house.Tower.Tower.Services.GetRequiredService<TowerDatabase>().ReadAsync(async (db, token) =>
            await db.Outbox.AnyAsync(m => m.State == OutboxState.Ready, token) ? "calls are to be made" : await db.Inbox.AnyAsync(m => m.State == InboxState.Ready, token) ? "messages are to be read" : "", Stop);
    }
}
