using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class NumberStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private NumberStore Numbers => new(Store.Database, Store.Time);

    [Fact]
    public async Task What_arrived_is_counted_once_and_leaves_a_row_per_gap()
    {
        await ArrivedAsync(1, 5);

        (await CountAsync(counting =>
        {
            counting.Arrived.Select(it => it.Number).ShouldBe([1, 5]);
            counting.Series.Add(new CountedSeries { System = "shop", Series = "S#", Highest = 5, PlacedAt = Noon });
            counting.Gaps.Add(Gap("2-4"));
            counting.Gaps.Add(Gap(""));
        })).ShouldBe((2, false));

        (await CountAsync(_ => Assert.Fail("Nothing is left to count."))).ShouldBe((0, false));
        (await GapsAsync()).ShouldHaveSingleItem().Missing.ShouldBe("2-4");
    }

    [Fact]
    public async Task What_fills_a_gap_closes_its_case_and_leaves_no_row()
    {
        await Store.SeedAsync(Gap("2-3"), new CountedSeries { System = "shop", Series = "S#", Highest = 4, PlacedAt = Noon });
        Store.Time.Advance(TimeSpan.FromMinutes(10));
        (await OpenAsync()).ShouldBe(1);
        (await OpenAsync()).ShouldBe(0, "it was opened once");

        await ArrivedAsync(2);
        (await CountAsync(counting => counting.Gaps.Single().Missing = "3")).ShouldBe((1, false));
        (await CasesAsync()).Single().State.ShouldBe(CaseState.Open);
        await ArrivedAsync(3);
        (await CountAsync(counting => counting.Gaps.Single().Missing = "")).ShouldBe((1, true));

        (await CasesAsync()).Single().State.ShouldBe(CaseState.AutoResolved);
        (await GapsAsync()).ShouldBeEmpty();
        (await NotesAsync()).ShouldBeEmpty("nobody was asked");
    }

    [Fact]
    public async Task What_the_system_answers_is_struck_off_and_noted_when_nothing_is_left()
    {
        await Store.SeedAsync(Gap("2-6"));
        (await Numbers.ToAskAsync("shop", 10, Cancel)).ShouldBeEmpty("its time has not come");
        Store.Time.Advance(TimeSpan.FromMinutes(2));
        (await Numbers.ToAskAsync("other", 10, Cancel)).ShouldBeEmpty();
        var gap = (await Numbers.ToAskAsync("shop", 10, Cancel)).ShouldHaveSingleItem();
        var later = Store.Time.GetUtcNow().AddMinutes(5);

        (await Numbers.AnsweredAsync(gap.Id, new NumberAnswer([3], [6, 2], "gone: The shop is away."), later, Note, Cancel)).ShouldBeFalse();

        var left = (await GapsAsync()).Single();
        (left.Missing, left.Shown, left.None, left.Silence, left.AskAt).ShouldBe(("4-5", "3", "2,6", "gone: The shop is away.", later));
        (await Numbers.ToAskAsync("shop", 10, Cancel)).ShouldBeEmpty();
        (await Numbers.AnsweredAsync(gap.Id, new NumberAnswer([4], [5], null), later, Note, Cancel)).ShouldBeFalse("it had no case");
        (await GapsAsync()).ShouldBeEmpty();
        (await NotesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(note => note.Target.ShouldBe("shop"), note => note.Detail.ShouldBe("3-4 shown, none of 2,5-6"));
        (await Numbers.AnsweredAsync(gap.Id, new NumberAnswer([4], [], null), later, Note, Cancel)).ShouldBeFalse("it is closed already");
    }

    /// <summary>Two nodes count at once: whoever is second sees that, and counts what is left.</summary>
    [Fact]
    public async Task Two_that_count_at_once_count_each_number_once()
    {
        await ArrivedAsync(1, 2, 3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CountAsync(counting =>
        {
            var series = counting.Series.SingleOrDefault();
            if (series is null) counting.Series.Add(series = new CountedSeries { System = "shop", Series = "S#", Highest = 0, PlacedAt = Noon });
            series.Highest += counting.Arrived.Count;
        })));

        (await Store.ReadAsync(db => db.CountedSeries.SingleAsync(Cancel))).Highest.ShouldBe(3);
    }

    [Fact]
    public async Task After_a_month_a_gap_that_has_its_case_is_looked_after_no_longer()
    {
        await Store.SeedAsync(Gap("2"));
        Store.Time.Advance(TimeSpan.FromDays(31));
        (await Numbers.GiveUpAsync(Noon.AddDays(1), Cancel)).ShouldBe(0, "it has no case yet");
        await OpenAsync();

        (await Numbers.GiveUpAsync(Noon, Cancel)).ShouldBe(0);
        (await Numbers.GiveUpAsync(Noon.AddDays(1), Cancel)).ShouldBe(1);

        (await GapsAsync()).ShouldBeEmpty();
        (await CasesAsync()).Single().State.ShouldBe(CaseState.Open);
    }

    private static NumberGap Gap(string missing) => new() { System = "shop", Series = "S#", Missing = missing, SeenAt = Noon, AskAt = Noon.AddMinutes(2), DueAt = Noon.AddMinutes(10) };

    private static string Note(NumberGap gap) => $"{gap.Shown} shown, none of {gap.None}";

    private Task<(int, bool)> CountAsync(Action<NumberCount> count) => Numbers.CountAsync(100, count, Note, Cancel);

    private Task<int> OpenAsync() => Numbers.OpenDueAsync(10, gap => Opening(NumberStore.Subject(gap.Id)), Cancel);

    private Task ArrivedAsync(params long[] numbers) =>
        Store.SeedAsync([.. numbers.Select(number => new ArrivedNumber { System = "shop", Series = "S#", Number = number, PlacedAt = Noon, ReceivedAt = Noon })]);

    private Task<List<NumberGap>> GapsAsync() => Store.ReadAsync(db => db.NumberGaps.ToListAsync(Cancel));

    private Task<List<AuditEntry>> NotesAsync() => Store.ReadAsync(db => db.Audit.Where(it => it.Action == NumberStore.ClosedAction).ToListAsync(Cancel));
}

public sealed class SqliteNumberStoreTests : NumberStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerNumberStoreTests : NumberStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
