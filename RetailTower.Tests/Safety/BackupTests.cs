using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using RetailTower.Tests.Host;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Safety;

public sealed partial class BackupTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_working_tower_brings_back_what_it_held_and_keeps_what_it_replaces()
    {
        await using var tower = new HookedTower();
        await tower.StartAsync();
        await tower.SendAsync("msg_before");

        var (exit, output, error) = await tower.RunAsync("backup");
        exit.ShouldBe(0, error);
        var backup = BackedUpTo().Match(output).Groups["file"].Value;
        HookedTower.Messages(backup).ShouldBe(["msg_before"]);
        await tower.SendAsync("msg_after");

        var refused = await tower.RunAsync($"restore --from {backup}");
        refused.Exit.ShouldBe(1);
        refused.Error.ShouldContain(tower.DataDirectory);
        refused.Error.ShouldContain("stop it first");

        await tower.StopAsync();
        var restored = await tower.RunAsync($"restore --from {backup}");
        restored.Exit.ShouldBe(0, restored.Error);
        HookedTower.Messages(tower.Database).ShouldBe(["msg_before"]);
        HookedTower.Messages(KeptAs().Match(restored.Output).Groups["file"].Value).ShouldBe(["msg_before", "msg_after"]);

        await tower.StartAsync();
        await tower.SendAsync("msg_later");
        await tower.StopAsync();
        HookedTower.Messages(tower.Database).ShouldBe(["msg_before", "msg_later"]);
    }

    [Fact]
    public async Task What_a_killed_tower_left_in_its_log_is_backed_up_and_set_aside_too()
    {
        await using var tower = new HookedTower();
        await tower.StartAsync();
        await tower.SendAsync("msg_early");
        var early = Path.Combine(tower.DataDirectory, "early.db");
        (await tower.RunAsync($"backup --to {early}")).Exit.ShouldBe(0);
        await tower.SendAsync("msg_logged");
        await tower.KillAsync();
        new FileInfo(tower.Database + "-wal").Length.ShouldBeGreaterThan(0);
        var file = Path.Combine(tower.DataDirectory, "mine.db");

        (await tower.RunAsync($"backup --to {file}")).Exit.ShouldBe(0);

        HookedTower.Messages(file).ShouldBe(["msg_early", "msg_logged"]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var again = await tower.RunAsync($"backup --to {file}");
        again.Exit.ShouldBe(1);
        again.Error.ShouldContain("exists already");

        // A killed tower holds nothing any more.
        await tower.StartAsync();
        await tower.SendAsync("msg_late");
        await tower.KillAsync();
        var restored = await tower.RunAsync($"restore --from {early}");
        restored.Exit.ShouldBe(0, restored.Error);
        HookedTower.Messages(tower.Database).ShouldBe(["msg_early"]);
        HookedTower.Messages(KeptAs().Match(restored.Output).Groups["file"].Value).ShouldBe(["msg_early", "msg_logged", "msg_late"]);
    }

    [Fact]
    public async Task A_damaged_database_is_not_backed_up_and_a_damaged_backup_not_restored()
    {
        await using var tower = new HookedTower();
        (await tower.RunAsync("migrate")).Exit.ShouldBe(0);
        var whole = Path.Combine(tower.DataDirectory, "whole.db");
        (await tower.RunAsync($"backup --to {whole}")).Exit.ShouldBe(0);
        var before = await File.ReadAllBytesAsync(tower.Database, Stop);
        var damaged = Path.Combine(tower.DataDirectory, "damaged.db");
        File.Copy(whole, damaged);
        Damage.Pages(damaged);

        var refused = await tower.RunAsync($"restore --from {damaged}");
        refused.Exit.ShouldBe(1);
        refused.Error.ShouldContain($"{damaged} is damaged");
        (await File.ReadAllBytesAsync(tower.Database, Stop)).ShouldBe(before);

        Damage.Pages(tower.Database);
        var (exit, _, error) = await tower.RunAsync($"backup --to {Path.Combine(tower.DataDirectory, "none.db")}");
        exit.ShouldBe(1);
        error.ShouldContain(tower.Database);
        error.ShouldContain("restore --from");
        Directory.GetFiles(tower.DataDirectory, "none*").ShouldBeEmpty();

        (await tower.RunAsync($"restore --from {whole}")).Exit.ShouldBe(0);
        (await tower.RunAsync("migrate")).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_or_of_something_else_is_not_restored()
    {
        await using var tower = new HookedTower();
        (await tower.RunAsync("migrate")).Exit.ShouldBe(0);
        var newer = Path.Combine(tower.DataDirectory, "newer.db");
        (await tower.RunAsync($"backup --to {newer}")).Exit.ShouldBe(0);
        Damage.MakeNewer(newer);
        var other = Path.Combine(tower.DataDirectory, "other.db");
        await using (var connection = new SqliteConnection($"Data Source={other};Pooling=False"))
        {
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE Shopping (Item TEXT)";
            await command.ExecuteNonQueryAsync(Stop);
        }

        var refused = await tower.RunAsync($"restore --from {newer}");
        refused.Exit.ShouldBe(1);
        refused.Error.ShouldContain("RetailTower 7.5.3");
        var strange = await tower.RunAsync($"restore --from {other}");
        strange.Exit.ShouldBe(1);
        strange.Error.ShouldContain("not the database of a tower");
        Directory.GetFiles(tower.DataDirectory, "tower-replaced*").ShouldBeEmpty();
        Directory.GetFiles(tower.DataDirectory, "*.restoring*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("backup", "BACKUP DATABASE")]
    [InlineData("restore --from /etc/hostname", "RESTORE DATABASE")]
    public async Task On_sql_server_the_verbs_point_to_the_server(string verb, string says)
    {
        var (exit, output, error) = await TowerProcess.RunAsync(
            verb, Stop, ("Tower__Database__Provider", "SqlServer"), ("ConnectionStrings__Tower", "Server=nowhere;Password=secret-word"), ("Tower__DataDirectory", Path.GetTempPath()));

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain(says);
        error.ShouldNotContain("secret-word");
    }

    [GeneratedRegex(@"Backed up to (?<file>[^:]+): ")]
    private static partial Regex BackedUpTo();

    [GeneratedRegex(@"kept as (?<file>[^;]+);")]
    private static partial Regex KeptAs();
}
