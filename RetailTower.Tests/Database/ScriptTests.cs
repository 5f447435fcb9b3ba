using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using RetailTower.Data.SqlServer;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

public sealed partial class ScriptTests
{
    public static TheoryData<string> All => [.. DbFolder.Scripts(".")];

    public static TheoryData<string> Migrations => [.. DbFolder.Scripts("migrations")];

    [Theory, MemberData(nameof(All))]
    public void Every_script_parses(string script) => DbFolder.Parse(script).Batches.ShouldNotBeEmpty();

    [Fact]
    public void Migrations_are_dated_numbered_within_their_day_and_in_sequence()
    {
        var last = (Day: DateOnly.MinValue, Number: 0);
        foreach (var script in DbFolder.Scripts("migrations").Select(path => Path.GetFileName(path)))
        {
            var name = MigrationName().Match(script);
            name.Success.ShouldBeTrue($"{script} is not named YYYY-MM-DD_NN_Name.sql");
            DateOnly.TryParseExact(name.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day).ShouldBeTrue($"{script} has no real date");
            var number = int.Parse(name.Groups["number"].Value, CultureInfo.InvariantCulture);
            number.ShouldBe(day == last.Day ? last.Number + 1 : 1, $"{script} has the wrong number within its day");
            last = (day, number);
        }
    }

    [Fact]
    public async Task The_shell_check_of_names_agrees()
    {
        using var check = Process.Start(new ProcessStartInfo("bash", [Path.Combine(DbFolder.Root, "verify", "names.sh")]) { RedirectStandardError = true })!;
        var said = await check.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        check.ExitCode.ShouldBe(0, said);
    }

    [Theory, MemberData(nameof(Migrations))]
    public void A_migration_can_be_run_twice_and_only_adds(string script)
    {
        var faults = new List<string>();
        foreach (var statement in DbFolder.Parse(script).Batches.SelectMany(batch => batch.Statements)) MigrationRules.Check(statement, faults);
        faults.ShouldBeEmpty(script);
    }

    [Theory, MemberData(nameof(Migrations))]
    public void A_migration_sets_what_filtered_indexes_need_before_all_else(string script)
    {
        var first = DbFolder.Parse(script).Batches[0].Statements.OfType<PredicateSetStatement>().Where(set => set.IsOn).Aggregate(SetOptions.None, (all, set) => all | set.Options);
        first.HasFlag(SetOptions.QuotedIdentifier).ShouldBeTrue(script);
        first.HasFlag(SetOptions.AnsiNulls).ShouldBeTrue(script);
    }

    [Fact]
    public void The_program_carries_the_migrations_and_parts_them_as_sqlcmd_does()
    {
        var files = DbFolder.Scripts("migrations");
        SchemaScript.All.Select(script => $"migrations/{script.Name}").ShouldBe(files);
        foreach (var (script, file) in SchemaScript.All.Zip(files))
        {
            var batches = DbFolder.Parse(file).Batches;
            script.Batches.Count.ShouldBe(batches.Count, file);
            foreach (var (batch, parsed) in script.Batches.Zip(batches))
            {
                batch.Line.ShouldBeLessThanOrEqualTo(parsed.StartLine);
                DbFolder.Parse($"{file}, batch at line {batch.Line}", batch.Text).Batches.ShouldHaveSingleItem();
            }
        }
    }

    [Fact]
    public void A_script_s_checksum_does_not_depend_on_line_ends()
    {
        var unix = new SchemaScript("a.sql", "SELECT 1;\nGO\n");
        var windows = new SchemaScript("a.sql", "SELECT 1;\r\nGO\r\n");
        windows.Checksum.ShouldBe(unix.Checksum);
        windows.Batches.ShouldBe([new SchemaBatch(1, "SELECT 1;")]);
        new SchemaScript("a.sql", "SELECT 2;\nGO\n").Checksum.ShouldNotBe(unix.Checksum);
    }

    [GeneratedRegex(@"^(?<day>\d{4}-\d{2}-\d{2})_(?<number>\d{2})_[A-Z][A-Za-z0-9]*\.sql$")]
    private static partial Regex MigrationName();
}
