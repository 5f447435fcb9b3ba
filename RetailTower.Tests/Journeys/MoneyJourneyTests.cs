using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>
/// The ERP forgets invoices, invoices twice or too low, is not paid or paid twice. What the tower finds is compared, order by order, with what the landscape's ledger says was injected.
/// </summary>
public sealed class MoneyJourneyTests
{
    private const int Orders = 50;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    /// <summary>What each fault must be found as.</summary>
    private static readonly Dictionary<string, string> Findings = new()
    {
        ["no-invoice"] = "Missing invoice", ["over-invoice"] = "Disagreement over-invoiced", ["under-invoice"] = "Disagreement under-invoiced", ["no-payment"] = "Missing payment", ["double-payment"] = "Disagreement doubly-paid",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_fault_of_invoices_and_payments_is_found_nothing_else_is_and_each_case_closes_when_the_documents_agree()
    {
        await using var house = await SimulatedHouse.OpenAsync(
            new LandscapeOptions { Pace = 0.1, ShortPickShare = 0, SeveralParcelsShare = 0 },
            [("Tower:Orders:InvoicedWithin", "00:00:20"), ("Tower:Orders:PaidWithin", "00:00:20"), ("Tower:Reconciliation:AskPaymentsEvery", "00:00:02")]);
        foreach (var (kind, share) in new[] { ("no-invoice", 0.1), ("over-invoice", 0.1), ("under-invoice", 0.1), ("no-payment", 0.1), ("double-payment", 0.1) })
            (await house.Landscape.Control.PostAsJsonAsync("/faults", new { system = "business-central", kind, share, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();

        await house.PlaceAsync(Orders, lines: 1);
        await Eventually.UntilAsync(() => LedgerAsync(house), IsOver, Soon);
        (await house.Landscape.Control.DeleteAsync("/faults", Stop)).EnsureSuccessStatusCode();
        var injected = Injected(await LedgerAsync(house));
        foreach (var kind in Findings.Keys) injected.ShouldContain(it => it.Kind == kind, "a tenth of so many orders");
        var expected = injected.Where(it => !Hides(injected, it)).Select(it => $"{it.Reference}: {Findings[it.Kind]}").Order(StringComparer.Ordinal).ToList();

        // The time of each missing document must pass, and the feed of payments its turn.
        await Eventually.UntilAsync(() => FoundAsync(house), found => expected.All(found.Contains), Soon, found => $"not found: {string.Join(", ", expected.Except(found))}; not injected: {string.Join(", ", found.Except(expected))}");
        (await FoundAsync(house)).ShouldBe(expected);
        (await CasesAsync(house)).ShouldAllBe(one => one.OwnerTeam == "Finance");
        await AgreesAsync(house, injected);

        foreach (var reference in injected.Select(it => it.Reference).Distinct()) await house.MendAsync("/documents", new { reference });

        await Eventually.UntilAsync(() => CasesAsync(house), open => open.Count == 0, Soon);
        await Eventually.UntilAsync(() => ReportAsync(house), report => report.Steps.All(step => step.Orders == Orders), Soon);
        Injected(await LedgerAsync(house)).ShouldBeEmpty();
    }

    /// <summary>The figures of the day are what the ledger says, and each number's list holds as many orders.</summary>
    private static async Task AgreesAsync(SimulatedHouse house, IReadOnlyList<(string Reference, string Kind)> injected)
    {
        int With(params string[] kinds) => injected.Where(it => kinds.Contains(it.Kind)).Select(it => it.Reference).Distinct().Count();
        var report = await ReportAsync(house);

        report.Steps.Select(step => step.Orders).ShouldBe([Orders, Orders - With("no-invoice"), Orders - With("no-invoice", "no-payment"), Orders - With([.. Findings.Keys])]);
        foreach (var (range, orders) in new[]
        {
            (new SettlementRange(null, Settlement.Shipped), report.Steps[1].Lacking), (new SettlementRange(Settlement.Invoiced, Settlement.Invoiced), report.Steps[2].Lacking),
            (new SettlementRange(Settlement.Paid, Settlement.Paid), report.Steps[3].Lacking), (new SettlementRange(Settlement.Matched, Settlement.Matched), report.Steps[3].Orders),
        })
        {
            var behind = await house.Orders.PageAsync(new OrderFilter(Span: new OrderSpan(OrderMoment.Shipped, report.From, report.To), Settled: range), null, 500, Stop);
            behind.Items.Count.ShouldBe(orders, $"{range}");
        }
    }

    /// <summary>Of the month that runs; the day may end while the test does.</summary>
    private static Task<SettlementReport> ReportAsync(SimulatedHouse house)
    {
        var now = TimeProvider.System.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return house.Tower.Tower.Services.GetRequiredService<SettlementBoard>().ReadAsync(month, month.AddMonths(2), Stop);
    }

    /// <summary>Every order has left, and whatever the ERP will do about its money is done.</summary>
    private static bool IsOver(JsonElement[] ledger)
    {
        var books = ledger.Where(entry => Text(entry, "system") == "business-central").ToList();
        return books.Count == Orders && books.All(entry => Text(entry, "state") == "Paid" || Kinds(entry).Any(kind => kind is "no-invoice" or "no-payment"));
    }

    private static List<(string Reference, string Kind)> Injected(JsonElement[] ledger) =>
        [.. ledger.Where(entry => Text(entry, "system") == "business-central").SelectMany(entry => Kinds(entry).Select(kind => (Text(entry, "reference")!, kind)))];

    /// <summary>
    /// Two faults of one order may make one finding: a second invoice outweighs what another one asks too little, and while one of two invoices is unpaid, money that paid for nothing may be
    /// meant for it.
    /// </summary>
    private static bool Hides(List<(string Reference, string Kind)> injected, (string Reference, string Kind) it) => it.Kind switch
    {
        "under-invoice" => injected.Contains((it.Reference, "over-invoice")),
        "double-payment" => injected.Contains((it.Reference, "no-payment")),
        _ => false,
    };

    private static async Task<List<string>> FoundAsync(SimulatedHouse house)
    {
        var found = new List<string>();
        foreach (var one in await CasesAsync(house)) found.Add($"{(await house.Orders.GetAsync(one.OrderKey!.Value, unmasked: false, Stop))!.Head.Number}: {one.Kind} {one.Operation}");
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<CaseRow>> CasesAsync(SimulatedHouse house) => (await house.Cases.PageAsync(new CaseFilter(), null, 500, Stop)).Items;

    private static IEnumerable<string> Kinds(JsonElement entry) => entry.GetProperty("injected").EnumerateArray().Select(it => it.GetString()!);

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static async Task<JsonElement[]> LedgerAsync(SimulatedHouse house) => (await house.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop))!;
}
