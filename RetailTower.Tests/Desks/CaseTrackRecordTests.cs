using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Exceptions;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class CaseTrackRecordContract<T> : DeskContract<T> where T : StoreFixture
{
    private const string Cause = "erp|submit-order|credit";

    [Fact]
    public async Task What_helped_is_told_by_the_entries_of_the_cause_and_of_no_other()
    {
        await HappenAsync(Cause, CaseState.AutoResolved, ("tower", "opened"), ("kim", "retried"), ("tower", "failed-again"), ("kim", "note"), ("kim", "retried"), ("tower", "resolved"));
        await HappenAsync(Cause, CaseState.AutoResolved, ("tower", "opened"), ("kim", "replayed"), ("tower", "resolved"));
        await HappenAsync(Cause, CaseState.AutoResolved, ("tower", "opened"), ("tower", "resolved"));
        await HappenAsync(Cause, CaseState.Resolved, ("tower", "opened"), ("kim", "retried"), ("kim", "resolved"));
        await HappenAsync(Cause, CaseState.Resolved, ("tower", "opened"), ("kim", "discarded"));
        await HappenAsync(Cause, CaseState.Open, ("tower", "opened"), ("tower", "failed-again"), ("kim", "retried"));
        await HappenAsync(Cause, CaseState.AutoResolved, ("tower", "opened"), ("kim", "edited"), ("tower", "failed-again"), ("kim", "edited"), ("tower", "resolved"));
        await HappenAsync("erp|submit-order|other", CaseState.AutoResolved, ("kim", "retried"), ("tower", "resolved"));

        (await Store.Get<CaseTrackRecords>().ReadAsync(Cause, Cancel)).ShouldBe(new CaseTrackRecord(7, new TriedAction(2, 1), new TriedAction(1, 1), new TriedAction(2, 1), 1, 1, 1));
    }

    [Fact]
    public async Task A_screen_asks_the_database_twice_a_minute_at_most()
    {
        var records = Store.Get<TrackRecords>();
        (await records.OfAsync([Cause], Cancel))[Cause].Cases.ShouldBe(0);
        await HappenAsync(Cause, CaseState.AutoResolved, ("tower", "resolved"));
        (await records.OfAsync([Cause], Cancel))[Cause].Cases.ShouldBe(0);
        Store.Time.Advance(TimeSpan.FromSeconds(30));
        (await records.OfAsync([Cause], Cancel))[Cause].ByItself.ShouldBe(1);
    }

    private async Task HappenAsync(string fingerprint, CaseState state, params (string Who, string What)[] entries)
    {
        var one = Rows.Case($"s{Guid.NewGuid():N}", 1, fingerprint, state: state);
        await Store.SeedAsync(one);
        foreach (var (who, what) in entries) await Store.SeedAsync(new CaseEntry { CaseId = one.Id, At = Noon, Who = who, What = what });
    }
}

public sealed class SqliteCaseTrackRecordTests : CaseTrackRecordContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerCaseTrackRecordTests : CaseTrackRecordContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}

public sealed class SuggestionTests
{
    private static readonly TriedAction Never = new(0, 0);

    public static TheoryData<Remedy, CaseTrackRecord?, string> Records => new()
    {
        { Remedy.RetryCall, null, "Mend the cause, then retry" },
        { Remedy.RetryCall, new(4, new(4, 4), Never, Never, 0, 0, 0), "Mend the cause, then retry" },
        { Remedy.RetryCall, new(412, new(412, 396), Never, Never, 0, 0, 0), "Retry: worked 96 % of 412 times" },
        { Remedy.RetryCall, new(1000, new(1000, 999), Never, Never, 0, 0, 0), "Retry: worked 99 % of 1,000 times" },
        { Remedy.RetryCall, new(10, new(10, 1), Never, Never, 0, 9, 0), "Mend the cause first: a retry worked 10 % of 10 times" },
        { Remedy.ReplayMessage, new(8, new(1, 0), new(7, 7), Never, 0, 0, 0), "Retry: worked 100 % of 7 times" },
        { Remedy.None, new(10, Never, Never, Never, 8, 1, 0), "Wait: 8 of 9 closed by themselves" },
        { Remedy.None, new(10, Never, Never, Never, 1, 6, 1), "Follow the runbook: 6 of 8 were resolved by hand" },
        { Remedy.None, new(10, Never, Never, Never, 2, 2, 2), "Look at the order and the system" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Follows_from_what_helped_before(Remedy remedy, CaseTrackRecord? record, string suggestion) => CaseWords.Suggestion(remedy, record).ShouldBe(suggestion);
}
