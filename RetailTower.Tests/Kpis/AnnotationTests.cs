using Microsoft.EntityFrameworkCore;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public abstract class AnnotationContract<T> : StoreContract<T> where T : StoreFixture
{
    private AnnotationDesk Desk => Store.Get<AnnotationDesk>();

    private static KpiPeriod Day => KpiPeriod.Of("24h", Noon);

    [Fact]
    public async Task A_note_is_listed_in_its_period_and_its_coming_and_going_is_audited()
    {
        var told = 0;
        using var subscription = Store.Get<ChangeFeed>().Subscribe(change => change.Area == ChangeAreas.Figures, () =>
        {
            told++;
            return Task.CompletedTask;
        });
        await Desk.AddAsync(Noon.AddMinutes(-30), "  Peak sale started ", "eve", Cancel);
        await Desk.AddAsync(Noon.AddHours(-3), "New checkout", "otto", Cancel);
        await Desk.AddAsync(Noon.AddDays(-2), "Long ago", "otto", Cancel);

        var notes = await Desk.ListAsync(Day, Cancel);
        notes.Select(note => (note.Text, note.Who, note.At, note.WrittenAt)).ShouldBe([("New checkout", "otto", Noon.AddHours(-3), Noon), ("Peak sale started", "eve", Noon.AddMinutes(-30), Noon)]);
        (await Desk.RemoveAsync(notes[0].Id, "iris", Cancel)).ShouldBeTrue();
        (await Desk.RemoveAsync(notes[0].Id, "iris", Cancel)).ShouldBeFalse();

        (await Desk.ListAsync(Day, Cancel)).ShouldHaveSingleItem().Text.ShouldBe("Peak sale started");
        (await Store.ReadAsync(db => db.Audit.OrderBy(entry => entry.Id).Select(entry => $"{entry.Who} {entry.Action} {entry.Detail}").ToListAsync(Cancel))).ShouldBe(
        [
            "eve annotation.added 2026-03-02 11:30 UTC: Peak sale started", "otto annotation.added 2026-03-02 09:00 UTC: New checkout", "otto annotation.added 2026-02-28 12:00 UTC: Long ago",
            "iris annotation.removed 2026-03-02 09:00 UTC: New checkout",
        ]);
        told.ShouldBe(4);
    }

    [Fact]
    public async Task A_note_must_say_something_and_fit()
    {
        await Should.ThrowAsync<ArgumentException>(() => Desk.AddAsync(Noon, "  ", "eve", Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Desk.AddAsync(Noon, new string('x', AnnotationDesk.LongestText + 1), "eve", Cancel));
        (await Desk.ListAsync(Day, Cancel)).ShouldBeEmpty();
    }
}

public sealed class SqliteAnnotationTests : AnnotationContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerAnnotationTests : AnnotationContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
