using Microsoft.Extensions.Time.Testing;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Jobs;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Orders.Times;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Million;

/// <summary>What pages ask is answered within 50 ms in 95 of 100 calls, with a million orders.</summary>
[Collection(MillionTower.Collection)]
public sealed class MillionQueryTests(MillionTower tower)
{
    private const int Calls = 200, WarmUp = 20;
    private const double Most = 50;
    private static readonly OrderStatus[] Statuses = Enum.GetValues<OrderStatus>();
    private static readonly OrderMoment[] Moments = Enum.GetValues<OrderMoment>();
    private static readonly ReturnState[] ReturnStates = Enum.GetValues<ReturnState>();
    private static readonly CaseKind[] Kinds = Enum.GetValues<CaseKind>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OrderDesk Orders => tower.Get<OrderDesk>();

    private CaseDesk Cases => tower.Get<CaseDesk>();

    [Theory]
    [InlineData("tower's number")]
    [InlineData("originator's number")]
    [InlineData("reference of any system")]
    [InlineData("purchase order")]
    [InlineData("tracking")]
    [InlineData("invoice")]
    [InlineData("e-mail")]
    [InlineData("phone")]
    [InlineData("return number")]
    [InlineData("customer number")]
    [InlineData("customer name")]
    [InlineData("beginning of a number")]
    [InlineData("beginning of a name")]
    [InlineData("nothing there")]
    public Task Search(string by) => HoldsAsync($"search by {by}", async n =>
    {
        var it = tower.Orders[n];
        var text = by switch
        {
            "tower's number" => OrderKey.Format(it.Order.Key),
            "originator's number" => it.Order.Number,
            "purchase order" => it.Order.PurchaseOrderNumber ?? it.Reference,
            "tracking" => it.Tracking ?? it.Reference,
            "invoice" => it.Invoice ?? it.Reference,
            "e-mail" => it.Order.CustomerEmail ?? it.Order.CustomerNumber,
            "phone" => it.Order.CustomerPhone ?? "020 7946 0000",
            "return number" => $"R-{it.Order.Number}-1",
            "customer number" => it.Order.CustomerNumber,
            "customer name" => it.Order.CustomerName,
            "beginning of a number" => it.Reference[..^(n % 3 + 1)],
            "beginning of a name" => it.Order.CustomerName[..3],
            "nothing there" => $"no such thing {n}",
            _ => it.Reference,
        };
        var found = await Orders.FindAsync(text, Stop);
        if (by is not ("nothing there" or "e-mail" or "phone" or "return number" or "customer number" or "customer name" or "beginning of a number" or "beginning of a name")) found.ShouldContain(hit => hit.Order.Key == it.Order.Key, text);
    });

    [Fact]
    public Task The_list_of_a_search() => HoldsAsync("orders list, of a search", n => Orders.PageAsync(new OrderFilter(Text: n % 2 == 0 ? tower.Orders[n].Reference : tower.Orders[n].Order.CustomerName[..3]), null, 50, Stop));

    [Fact]
    public async Task The_list_of_orders()
    {
        string? next = null;
        await HoldsAsync("orders list, page after page", async _ => next = (await Orders.PageAsync(new OrderFilter(), next, 50, Stop)).Next);
        await HoldsAsync("orders list, of a status", n => Orders.PageAsync(new OrderFilter(Status: [Statuses[n % Statuses.Length], Statuses[n / 3 % Statuses.Length]]), null, 50, Stop));
        await HoldsAsync("orders list, of an originator", n => Orders.PageAsync(new OrderFilter(Origin: n % 2 == 0 ? "shopify" : "salesforce"), null, 50, Stop));
        await HoldsAsync("orders list, of an originator without orders", _ => Orders.PageAsync(new OrderFilter(Origin: "nobody"), null, 50, Stop));
        await HoldsAsync("orders list, of an originator and a status", n => Orders.PageAsync(new OrderFilter(Origin: n % 2 == 0 ? "shopify" : "salesforce", Status: [Statuses[n % Statuses.Length]]), null, 50, Stop));
        await HoldsAsync("orders list, with exceptions", _ => Orders.PageAsync(new OrderFilter(OnlyWithExceptions: true), null, 50, Stop));
    }

    [Fact]
    public Task The_orders_behind_a_point() => HoldsAsync("orders list, behind a KPI's point", n =>
    {
        var from = KpiPeriod.HourOf(tower.Orders[n].Order.ReceivedAt);
        return Orders.PageAsync(new OrderFilter(Span: new OrderSpan(Moments[n % Moments.Length], from, from.AddHours(n % 4 == 0 ? 24 : 1)), Origin: n % 3 == 0 ? "shopify" : null, Country: n % 5 == 0 ? "GB" : null), null, 50, Stop);
    });

    [Fact]
    public async Task An_order()
    {
        await HoldsAsync("order page", n => Orders.GetAsync(tower.Orders[n].Order.Key, false, Stop));
        await HoldsAsync("order page, truth", n => tower.Get<TruthDesk>().OfOrderAsync(tower.Orders[n].Order.Key, tower.Orders[n].Order.Origin, tower.Orders[n].Order.Country, null, Stop));
        await HoldsAsync("order page, messages", n => Orders.MessagesAsync(tower.Orders[n].Order.Key, null, 50, Stop));
    }

    [Fact]
    public async Task Exceptions()
    {
        foreach (var by in Enum.GetValues<CaseGroupBy>()) await HoldsAsync($"exceptions, groups by {by}", n => Cases.GroupsAsync(new CaseFilter(OwnerTeam: n % 4 == 0 ? "Integration" : null), by, Stop));
        await HoldsAsync("exceptions, an opened group", n => Cases.GroupAsync(tower.Orders.Cases[n].Fingerprint, Stop));
        await HoldsAsync("exceptions, what helped before", n => tower.Get<CaseTrackRecords>().ReadAsync(tower.Orders.Cases[n].Fingerprint, Stop));
        string? next = null;
        await HoldsAsync("exceptions, list page after page", async _ => next = (await Cases.PageAsync(new CaseFilter(), next, 50, Stop)).Next);
        await HoldsAsync("exceptions, list of a kind or group", n => Cases.PageAsync(n % 2 == 0 ? new CaseFilter(Kind: Kinds[n % Kinds.Length]) : new CaseFilter(Fingerprint: tower.Orders.Cases[n].Fingerprint), null, 50, Stop));
        await HoldsAsync("exceptions, list of a text", n => Cases.PageAsync(new CaseFilter(Text: n % 2 == 0 ? "shipping" : tower.Orders[n].Order.Number), null, 50, Stop));
        await HoldsAsync("exceptions, closed ones too", n => Cases.PageAsync(new CaseFilter(All: true, Kind: n % 2 == 0 ? null : Kinds[n % Kinds.Length]), null, 50, Stop));
        await HoldsAsync("exceptions, how many", n => Cases.CountAsync(n % 3 == 0 ? new CaseFilter() : new CaseFilter(Kind: Kinds[n % Kinds.Length]), Stop));
        await HoldsAsync("exceptions, one", n => Cases.GetAsync(tower.Orders.Cases[n].Id, Stop));
    }

    [Fact]
    public async Task The_tower_page()
    {
        MillionTower.SkipIfAbsent();
        // It remembers the minutes that are over, and is read once a second at the most.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromHours(1));
        using var board = new TowerBoard(tower.Get<FigureQueries>(), tower.Get<LaneQueries>(), tower.Get<ComparisonQueries>(), time);
        await HoldsAsync("tower page", _ =>
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            return board.ReadAsync(Stop);
        });
    }

    [Fact]
    public async Task Insights()
    {
        foreach (var name in KpiPeriod.Names)
        {
            await HoldsAsync($"insights, {name}", async n =>
            {
                using var board = new KpiBoard(tower.Get<KpiQueries>(), tower.Get<KpiStore>(), tower.Get<BrandStore>(), new KpiOptions(), TimeProvider.System);
                await board.ReadAsync(KpiPeriod.Of(name, DateTimeOffset.UtcNow), n % 2 == 0 ? KpiBy.Channel : KpiBy.Region, Stop);
            });
        }
    }

    [Fact]
    public async Task Other_lists()
    {
        string? next = null;
        await HoldsAsync("returns, page after page", async _ => next = (await tower.Get<ReturnDesk>().PageAsync(null, next, 50, Stop)).Next);
        await HoldsAsync("returns, of a state", n => tower.Get<ReturnDesk>().PageAsync(ReturnStates[n % ReturnStates.Length], null, 50, Stop));
        await HoldsAsync("returns, how many wait", n => tower.Get<ReturnDesk>().CountAsync(n % 2 == 0 ? ReturnState.AwaitingApproval : ReturnState.RefundRefused, Stop));
        string? older = null;
        await HoldsAsync("comparisons, page after page", async _ => older = (await tower.Get<ComparisonDesk>().ListAsync(older, 30, Stop)).Next);
        await HoldsAsync("comparisons, last", _ => tower.Get<ComparisonDesk>().LastAsync(Stop));
        await HoldsAsync("step times", async _ =>
        {
            await tower.Get<StepTimesDesk>().ListAsync(Stop);
            await tower.Get<StepTimesDesk>().CurrentAsync(Stop);
        });
        await HoldsAsync("step times, what was learned", _ => tower.Get<StepTimesDesk>().ExperienceAsync(Stop));
        await HoldsAsync("records", async _ =>
        {
            await tower.Get<RecordMapDesk>().ListAsync(Stop);
            await tower.Get<RecordMapDesk>().CurrentAsync(Stop);
        });
        string? earlier = null;
        await HoldsAsync("audit, page after page", async _ => earlier = (await tower.Get<AuditTrail>().PageAsync(new AuditFilter(), earlier, 50, Stop)).Next);
        await HoldsAsync("audit, of a person", n => tower.Get<AuditTrail>().PageAsync(new AuditFilter(Who: $"person {n % 50}"), null, 50, Stop));
        await HoldsAsync("messages that do not flow", n => tower.Get<MessageDesk>().PageAsync(n % 2 == 0 ? new MessageFilter() : new MessageFilter(System: "shopify"), null, 50, Stop));
        await HoldsAsync("operations", _ => tower.Get<RecoveryDesk>().ListAsync(null, 50, Stop));
        await HoldsAsync("systems", async _ =>
        {
            await tower.Get<LaneDesk>().ListAsync(Stop);
            await tower.Get<NodeDesk>().ListAsync(Stop);
        });
    }

    private static async Task HoldsAsync(string what, Func<int, Task> call)
    {
        MillionTower.SkipIfAbsent();
        var took = (await Timing.OfCallsAsync(what, Calls, WarmUp, call)).Write(MillionTower.Folder);
        took.P95.ShouldBeLessThan(Most, took.ToString());
    }
}
