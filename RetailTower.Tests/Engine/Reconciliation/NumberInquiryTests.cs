using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Live;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Reconciliation.Sequences;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Reconciliation;

/// <summary>A number is passed over: its system is asked, and what it answers is taken in, noted or waited for.</summary>
public sealed class NumberInquiryTests : StoreContract<SqliteStore>
{
    private readonly TestConnector _shop = new("shop", SystemRole.Originator, Operations.Fetch) { Batch = 2 };
    private readonly ReconciliationOptions _options = new() { UncountedSystems = ["market"] };

    private NumberWatch Watch => new(new NumberStore(Store.Database, Store.Time), new CaseBook(Store.Time, new TeamBook(new OwnershipOptions())), _options, Store.Get<ChangeFeed>(), Store.Time);

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task What_it_shows_enters_the_inbox_what_it_has_not_is_noted_and_nothing_is_left()
    {
        await ArrivedAsync("shop", 7, 12);
        await Watch.RunAsync(Cancel);
        _shop.Answer = call => Number(call) switch
        {
            "S9" or "S11" => new CallOutcome.Done("Read", [], [], [new IncomingMessage($"order/{Number(call)}", "order", new Subject.Origin(new Reference("shop", "order", Number(call))), "application/json", "{}"u8.ToArray())]),
            var number => new CallOutcome.Rejected("not-there", $"None of {number}.", Domains.Order),
        };
        await AskAsync();
        _shop.Calls.ShouldBeEmpty("they are given some time to arrive by themselves");

        Store.Time.Advance(_options.AskForGapsAfter);
        await AskAsync();
        await AskAsync();

        _shop.Calls.Select(Number).ShouldBe(["S8", "S9", "S10", "S11"]);
        (await MessagesAsync()).Select(it => it.MessageKey).ShouldBe(["order/S9", "order/S11"]);
        (await GapsAsync()).ShouldBeEmpty();
        var note = await Store.ReadAsync(db => db.Audit.SingleAsync(it => it.Action == NumberStore.ClosedAction, Cancel));
        (note.Who, note.Target, note.Detail).ShouldBe(("tower", "shop", "had not arrived, and read when asked for: S9, S11; the system has none of S8, S10"));
    }

    [Fact]
    public async Task A_silent_system_is_asked_ever_more_rarely_and_the_case_names_its_silence()
    {
        await ArrivedAsync("shop", 7, 9);
        await Watch.RunAsync(Cancel);
        _shop.Answer = _ => new CallOutcome.Retry("http-503", "Come again.", RetryScope.Unwell);
        var asked = new List<TimeSpan>();
        for (var second = 0; second < 4 * 3600; second += 30, Store.Time.Advance(TimeSpan.FromSeconds(30)))
        {
            var before = _shop.Calls.Count;
            await AskAsync();
            if (_shop.Calls.Count > before) asked.Add(TimeSpan.FromSeconds(second));
            if (TimeSpan.FromSeconds(second) == _options.GapsDueAfter) await Watch.RunAsync(Cancel);
        }

        asked.Count.ShouldBeInRange(8, 30);
        (asked[^1] - asked[^2]).ShouldBeGreaterThan(TimeSpan.FromMinutes(20));
        var one = (await CasesAsync()).ShouldHaveSingleItem();
        (one.Kind, one.Operation, one.OwnerTeam, one.Title).ShouldBe((CaseKind.Missing, CaseMatters.OrderNumber, "Integration", "shop has numbered an order that never arrived: S8"));
        one.Detail.ShouldContain("http-503: Come again.");

        await ArrivedAsync("shop", 8);
        await Watch.RunAsync(Cancel);
        (await CasesAsync()).Single().State.ShouldBe(CaseState.AutoResolved);
    }

    [Fact]
    public async Task A_system_whose_lane_rests_is_left_in_peace()
    {
        await Store.SeedAsync(new Lane { System = "shop", Paused = true });
        await ArrivedAsync("shop", 7, 9);
        await Watch.RunAsync(Cancel);
        Store.Time.Advance(_options.AskForGapsAfter);

        await AskAsync();

        _shop.Calls.ShouldBeEmpty();
        (await GapsAsync()).Single().Silence.ShouldBe("its lane rests");
    }

    [Fact]
    public async Task Systems_that_do_not_number_one_after_the_other_are_not_counted()
    {
        await ArrivedAsync("market", 7, 900, 23);

        await Watch.RunAsync(Cancel);

        (await GapsAsync()).ShouldBeEmpty();
        (await Store.ReadAsync(db => db.ArrivedNumbers.CountAsync(Cancel))).ShouldBe(0);
    }

    private static string Number(OutboundCall call) => call.Command<FetchCommand>().Id;

    private Task AskAsync()
    {
        var connectors = new ConnectorRegistry();
        connectors.Fill([_shop]);
        var probe = new SourceProbe(connectors, Store.Get<LaneQueries>(), _options, Store.Time);
        return new NumberInquiry(new NumberStore(Store.Database, Store.Time), probe, Inbox, _options, Store.Get<WorkSignal>(), Store.Get<ChangeFeed>(), Store.Time).AskAsync(_shop, _ => Task.FromResult(true), Cancel);
    }

    private Task ArrivedAsync(string system, params long[] numbers) => Store.SeedAsync(
        [.. numbers.Select(number => new ArrivedNumber { System = system, Series = "S#", Number = number, PlacedAt = Store.Time.GetUtcNow(), ReceivedAt = Store.Time.GetUtcNow() })]);

    private Task<List<NumberGap>> GapsAsync() => Store.ReadAsync(db => db.NumberGaps.ToListAsync(Cancel));
}
