using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>Groups are never behind the cases they count.</summary>
public abstract class CaseGroupContract<T> : StoreContract<T> where T : StoreFixture
{
    private ComparisonStore Opener => new(Store.Database, Store.Time);

    private CaseStore Actions => Store.Get<CaseStore>();

    private RecoveryStore Recovery => Store.Get<RecoveryStore>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task They_equal_a_recomputation_after_whatever_happens_to_cases(int seed)
    {
        var random = new Random(seed);
        string[] currencies = ["GBP", "EUR", ""];
        string[] teams = ["Finance", "Warehouse", "Integration"];
        var opened = 0;
        for (var step = 0; step < 60; step++)
        {
            Store.Time.Advance(TimeSpan.FromMinutes(random.Next(40)));
            var ids = await Store.ReadAsync(db => db.Cases.Where(c => c.State < CaseState.Resolved).Select(c => new { c.Id, c.Version, c.SubjectKey }).ToListAsync(Cancel));
            var some = ids.Count == 0 ? null : ids[random.Next(ids.Count)];
            switch (random.Next(7))
            {
                case 0 or 1 or 2:
                    // New ones, and among them some that fail again, of another cause perhaps.
                    var openings = Enumerable.Range(0, random.Next(1, 6)).Select(n => Opening(some is not null && random.Next(3) == 0 ? some.SubjectKey : $"order:{++opened}:x", $"{step}.{n}") with
                    {
                        Fingerprint = $"shop|told|cause {random.Next(4)}", MoneyAtRisk = random.Next(100_000) / 100m, Currency = currencies[random.Next(3)] is { Length: > 0 } currency ? currency : null,
                        OwnerTeam = teams[random.Next(3)],
                    }).DistinctBy(it => it.SubjectKey).ToList();
                    await Opener.SettleAsync(openings, [], Cancel);
                    break;
                case 3 when some is not null:
                    await Opener.SettleAsync([], [some.SubjectKey], Cancel);
                    break;
                case 4 when some is not null:
                    await Actions.ReassignAsync(some.Id, some.Version, teams[random.Next(3)], "kim", "yours", Cancel);
                    break;
                case 5 when some is not null:
                    await Actions.SnoozeAsync(some.Id, some.Version, new SnoozeOrder(Noon.AddYears(1), null), "kim", Cancel);
                    break;
                case 6 when some is not null:
                    var operation = await Recovery.StartAsync((RecoveryAction)random.Next(2, 4), [.. ids.Take(3).Select(it => it.Id)], teams[random.Next(3)], "kim", Cancel);
                    await Recovery.StepAsync(operation, Unpatched.Patch, Cancel);
                    break;
                default:
                    break;
            }

            var (kept, counted) = await Store.ReadAsync(async db => (
                (await db.CaseGroups.ToListAsync(Cancel)).Select(g => (g.Fingerprint, g.Kind, g.Domain, g.OwnerTeam, g.Currency, g.System, g.Operation, g.Cases, g.MoneyAtRisk)).Order().ToList(),
                (await db.Cases.Where(c => c.State < CaseState.Resolved).ToListAsync(Cancel)).GroupBy(c => (c.Fingerprint, c.Kind, c.Domain, c.OwnerTeam, c.Currency))
                    .Select(g => (g.Key.Fingerprint, g.Key.Kind, g.Key.Domain, g.Key.OwnerTeam, g.Key.Currency ?? "", g.First().System, g.First().Operation, g.Count(), g.Sum(c => c.MoneyAtRisk))).Order().ToList()));
            kept.ShouldBe(counted, $"step {step} of seed {seed}");
        }

        (await Store.ReadAsync(db => db.CaseGroupHours.SumAsync(h => h.Opened, Cancel))).ShouldBe(await Store.ReadAsync(db => db.Cases.CountAsync(Cancel)));
    }

    [Fact]
    public async Task What_is_rolled_back_is_in_no_group()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Store.Database.WriteAsync<bool>(async (db, token) =>
        {
            db.Cases.Add(Rows.Case("a", 1, money: 10));
            await db.SaveChangesAsync(token);
            throw new InvalidOperationException("The rest of the commit failed.");
        }, Cancel));

        (await Store.ReadAsync(db => db.CaseGroups.CountAsync(Cancel))).ShouldBe(0);
        (await Store.ReadAsync(db => db.CaseGroupHours.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task They_are_gathered_by_cause_system_kind_or_team_with_their_ends_and_trend()
    {
        var promised = new DateOnly(2026, 3, 5);
        var (first, second, third) = (Rows.Case("a", 1, money: 10, age: TimeSpan.FromHours(2)), Rows.Case("b", 2, money: 5), Rows.Case("c", 3, "dc|release|short", 99, domain: "inventory", currency: "EUR"));
        (first.PromisedFor, second.PromisedFor) = (promised.AddDays(1), promised);
        (third.System, third.Operation, third.OwnerTeam, third.Kind) = ("dc", "release", "Warehouse", CaseKind.Missing);
        await Store.SeedAsync(first, second, third, Rows.Case("d", 4, state: CaseState.Resolved, money: 1000));

        var causes = await ListAsync(CaseGroupBy.Cause);
        causes.Select(it => (it.Key, it.Count)).ShouldBe([("dc|release|short", 1), ("erp:submit-order:credit", 2)]);
        var credit = causes[1];
        (credit.OldestAt, credit.NewestAt, credit.NextDueAt, credit.PromisedFor, credit.Newest.Id).ShouldBe((Noon.AddHours(-2), Noon, Noon.AddHours(-1.5), promised, second.Id));
        credit.MoneyAtRisk.ShouldBe([new Money("GBP", 15)]);
        credit.OpenedByHour.TakeLast(3).ShouldBe([1, 0, 2]);
        (await ListAsync(CaseGroupBy.System)).Select(it => it.Key).ShouldBe(["dc", "erp"]);
        (await ListAsync(CaseGroupBy.Operation)).Select(it => it.Key).ShouldBe(["release", "submit-order"]);
        (await ListAsync(CaseGroupBy.Kind)).Select(it => it.Key).ShouldBe(["Missing", "Rejected"]);
        (await ListAsync(CaseGroupBy.Team)).Select(it => it.Key).ShouldBe(["Warehouse", "Finance"]);
        (await ListAsync(CaseGroupBy.Domain, new CaseFilter(OwnerTeam: "Finance"))).Select(it => (it.Key, it.Count)).ShouldBe([("customer", 2)]);
    }

    [Fact]
    public async Task What_must_be_kept_today_comes_before_what_costs_most()
    {
        var promised = Rows.Case("a", 1, "erp|submit-order|a", 5);
        promised.PromisedFor = DateOnly.FromDateTime(Noon.UtcDateTime);
        await Store.SeedAsync(promised, Rows.Case("b", 2, "erp|submit-order|b", 500));

        (await ListAsync(CaseGroupBy.Cause)).Select(it => it.Key).ShouldBe(["erp|submit-order|a", "erp|submit-order|b"]);
    }

    [Fact]
    public async Task An_opened_group_tells_whom_it_concerns_and_what_went_well_before()
    {
        var good = Rows.Outbound("good", OutboxState.Done, orderKey: 3);
        good.DoneAt = Noon;
        var (other, bad) = (Rows.Outbound("other", OutboxState.Done, "dc", 3), Rows.Outbound("bad", OutboxState.Failed, orderKey: 1));
        other.DoneAt = Noon;
        await Store.SeedAsync(good);
        await Store.SeedAsync(other);
        await Store.SeedAsync(bad);
        var line = Rows.Line(2, 1, 0, 2, LineState.Released);
        line.Centre = "dc-east";
        await Store.SeedAsync(Rows.Order(1, "SF-1"), Rows.Order(2, "SF-2"), Rows.Line(1, 1, 0, 2, LineState.Submitted), Rows.Line(1, 2, 0, 2, LineState.Submitted), line);
        var (one, two) = (Rows.Case("a", 1, age: TimeSpan.FromHours(1)), Rows.Case("b", 2));
        one.OutboxId = bad.Id;
        await Store.SeedAsync(one, two);

        var sheet = (await Store.Get<CaseGroupSheets>().GetAsync(one.Fingerprint, Cancel)).ShouldNotBeNull();

        (sheet.Orders, sheet.Customers, sheet.Lines, sheet.FirstBad?.Id, sheet.LastGood?.Id).ShouldBe((2, 1, 3, bad.Id, good.Id));
        sheet.Origins.ShouldBe([new GroupReach("salesforce", 2)]);
        sheet.Centres.ShouldBe([new GroupReach("dc-east", 1)]);
        (await Store.Get<CaseGroupSheets>().GetAsync("nothing", Cancel)).ShouldBeNull();
    }

    private Task<IReadOnlyList<CaseGroup>> ListAsync(CaseGroupBy by, CaseFilter? filter = null) => Store.Get<CaseGroupQueries>().ListAsync(filter ?? new CaseFilter(), by, Cancel);
}

public sealed class SqliteCaseGroupTests : CaseGroupContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerCaseGroupTests : CaseGroupContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
