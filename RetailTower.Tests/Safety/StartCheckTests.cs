using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Host;
using RetailTower.Web.Configuration;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Safety;

public sealed class StartCheckTests
{
    private const int Commits = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A killed program leaves a log whose last write may be torn anywhere; what was committed before that is all there.</summary>
    [Theory]
    [InlineData("untouched", Commits)]
    [InlineData("a torn frame behind it", Commits)]
    [InlineData("last frame cut short", Commits - 1)]
    [InlineData("last frame corrupt", Commits - 1)]
    [InlineData("last header corrupt", Commits - 1)]
    public async Task A_torn_log_is_replayed_up_to_its_last_whole_commit(string tear, int kept)
    {
        await using var killed = await KilledAsync();
        var log = killed.Database + "-wal";
        switch (tear)
        {
            case "a torn frame behind it":
                Damage.Append(log, 3000);
                break;
            case "last frame cut short":
                Damage.CutOff(log, 1000);
                break;
            case "last frame corrupt":
                Damage.Flip(log, 100);
                break;
            case "last header corrupt":
                Damage.Flip(log, 4096 + 10);
                break;
        }

        await using (var tower = await TowerHost.StartAsync(Stop, dataDirectory: killed.DataDirectory))
        {
            using var client = tower.Client();
            (await client.GetAsync("/health/ready", Stop)).EnsureSuccessStatusCode();
        }

        HookedTower.Messages(killed.Database).ShouldBe(Enumerable.Range(1, kept).Select(number => $"msg_{number}"));
    }

    [Fact]
    public async Task A_tower_killed_at_work_has_all_that_it_accepted_though_its_log_is_torn()
    {
        await using var tower = new HookedTower();
        await tower.StartAsync();
        var keys = Enumerable.Range(1, 40).Select(number => $"msg_{number}").ToList();
        await Task.WhenAll(keys.Select(tower.SendAsync));
        await tower.KillAsync();
        Damage.Append(tower.Database + "-wal", 5000);

        await tower.StartAsync();
        await tower.StopAsync();

        HookedTower.Messages(tower.Database).ShouldBe(keys, ignoreOrder: true);
        File.Exists(tower.Database + "-wal").ShouldBeFalse("a clean end leaves no log behind");
    }

    [Fact]
    public async Task The_first_to_come_looks_after_an_unclean_end_and_the_second_does_not()
    {
        await using var killed = await KilledAsync();
        var options = new DatabaseOptions { DataDirectory = killed.DataDirectory };

        using var first = await DatabaseHold.ShareAsync(options, TimeProvider.System, Stop);
        using var second = await DatabaseHold.ShareAsync(options, TimeProvider.System, Stop);

        first.Check.AfterUncleanEnd.ShouldBeTrue();
        first.Check.Complete.ShouldBeTrue();
        second.Check.ShouldBe(StartCheck.None);
    }

    [Theory]
    [InlineData("pages", "is damaged")]
    [InlineData("cut off", "should have")]
    [InlineData("something else", "does not begin as an SQLite database")]
    public async Task A_damaged_database_is_refused_with_what_where_and_how_to_mend(string damage, string says)
    {
        await using var killed = await KilledAsync();
        // Opening and closing it alone is what a clean end does.
        HookedTower.Messages(killed.Database).Count.ShouldBe(Commits);
        switch (damage)
        {
            case "pages":
                Damage.Pages(killed.Database);
                Damage.Append(killed.Database + "-wal", 100);
                break;
            case "cut off":
                Damage.CutOff(killed.Database, 3 * 4096);
                break;
            default:
                await File.WriteAllTextAsync(killed.Database, string.Join('\n', Enumerable.Repeat("not a database", 100)), Stop);
                break;
        }

        var refusal = await Should.ThrowAsync<StartException>(() => TowerHost.StartAsync(Stop, dataDirectory: killed.DataDirectory));

        refusal.Message.ShouldContain(killed.Database);
        refusal.Message.ShouldContain(says);
        refusal.Message.ShouldContain("restore --from");
    }

    [Fact]
    public async Task A_restore_that_stopped_half_way_is_not_taken_for_a_new_tower()
    {
        await using var killed = await KilledAsync();
        File.Move(killed.Database, killed.Database + ".restoring");

        (await Should.ThrowAsync<StartException>(() => TowerHost.StartAsync(Stop, dataDirectory: killed.DataDirectory))).Message.ShouldContain("half-way");

        File.Exists(killed.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_with_both_versions()
    {
        await using var tower = new HookedTower();
        (await tower.RunAsync("migrate")).Exit.ShouldBe(0);
        Damage.MakeNewer(tower.Database);

        var (exit, output, error) = await tower.RunAsync("serve --urls http://127.0.0.1:0");

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain(tower.Database);
        error.ShouldContain("RetailTower 7.5.3");
        error.ShouldContain($"RetailTower {ProgramVersion.Text}");
        error.ShouldContain("20990101000000_Later");
        error.ShouldNotContain("   at ");
    }

    /// <summary>The files of a program that was killed after ten commits, the last of them in the last frames of its log.</summary>
    private static async Task<HookedTower> KilledAsync()
    {
        var killed = new HookedTower();
        await using var store = await SqliteStore.StartAsync();
        for (var number = 1; number <= Commits; number++)
            await new InboxStore(store.Database, store.Time).AddAsync([new NewInboxMessage("shop", $"msg_{number}", "told", SubjectKind.Known, "shop", "number", "N1", null, "text/plain", [])], Stop);
        var source = await store.ReadAsync(db => Task.FromResult(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource));
        Directory.CreateDirectory(killed.DataDirectory);
        File.Copy(source, killed.Database);
        File.Copy(source + "-wal", killed.Database + "-wal");
        return killed;
    }
}
