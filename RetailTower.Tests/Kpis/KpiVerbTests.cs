using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Host;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

public sealed class KpiVerbTests : IAsyncLifetime
{
    private readonly string _folder = TowerHost.NewDirectory();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prints_what_was_counted_with_target_and_number_of_orders()
    {
        await SeedAsync();

        var (exit, output, error) = await RunAsync("--from 2026-03-02T12:00Z --to 2026-03-02T14:00Z --by channel");

        exit.ShouldBe(0, error);
        var lines = output.Split(Environment.NewLine);
        lines[0].ShouldBe("From 2026-03-02 12:00 UTC to 2026-03-02 14:00 UTC");
        Cells(lines, "Touchless orders").ShouldBe(["75.0 %", "at least 95.0 % (missed)", "4 orders finished", "–"]);
        Cells(lines, "  Shopify").ShouldBe(["0", "none", "1 exception open", "–"]);
        Cells(lines, "Value at risk").ShouldBe(["£120", "–", "1 exception open", "–"]);
    }

    [Fact]
    public async Task Prints_the_same_for_programs()
    {
        await SeedAsync();

        var (exit, output, error) = await RunAsync("--from 2026-03-02 --to 2026-03-03 --by region --json");

        exit.ShouldBe(0, error);
        using var report = JsonDocument.Parse(output);
        var touchless = report.RootElement.GetProperty("kpis").EnumerateArray().Single(kpi => kpi.GetProperty("name").GetString() == "touchless");
        touchless.GetProperty("value").GetDouble().ShouldBe(0.75);
        touchless.GetProperty("meets").GetBoolean().ShouldBeFalse();
        touchless.GetProperty("counted").GetInt64().ShouldBe(4);
        touchless.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()).ShouldBe(["GB"]);
    }

    [Fact]
    public async Task Says_what_is_missing_where_and_what_to_do()
    {
        var none = await RunAsync("");
        none.Exit.ShouldBe(1);
        none.Error.ShouldContain(Path.Combine(_folder, "tower.db"));
        none.Error.ShouldContain("Tower__DataDirectory");
        Directory.Exists(_folder).ShouldBeFalse();

        await SeedAsync();
        var empty = await RunAsync("--from 2020-01-01 --to 2020-01-02");
        empty.Exit.ShouldBe(1);
        empty.Output.ShouldBeEmpty();
        empty.Error.ShouldContain("Nothing was counted from 2020-01-01 00:00 UTC to 2020-01-02 00:00 UTC");
        empty.Error.ShouldContain("start it");
        (await RunAsync("--from 2999-01-01")).Error.ShouldContain("--to");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string[] Cells(string[] lines, string title) =>
        [.. lines.First(line => line.StartsWith(title, StringComparison.Ordinal))[title.Length..].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private Task<(int Exit, string Output, string Error)> RunAsync(string arguments) => TowerProcess.RunAsync($"kpi {arguments}", Cancel, ("Tower__DataDirectory", _folder));

    /// <summary>Four orders from Salesforce that finished, one of them by hand, and one from Shopify that has an open exception; counted.</summary>
    private async Task SeedAsync()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddTowerData(new DatabaseOptions { DataDirectory = _folder }).AddSingleton<LeaseStore>().BuildServiceProvider();
        await TowerData.MigrateAsync(services, Cancel);
        var database = services.GetRequiredService<TowerDatabase>();
        List<Order> orders = [.. Enumerable.Range(1, 5).Select(key => Rows.Order(key, $"N-{key}", OrderStatus.Completed))];
        foreach (var order in orders) (order.Country, order.ConfirmedAt, order.ClosedAt) = ("GB", StoreFixture.Noon.AddMinutes(2), StoreFixture.Noon.AddMinutes(30));
        (orders[4].Origin, orders[4].ConfirmedAt, orders[4].ClosedAt) = ("shopify", null, null);
        var handled = Rows.Case("handled", 1, state: CaseState.Resolved);
        handled.ResolvedAt = StoreFixture.Noon.AddMinutes(10);
        await database.WriteAsync(async (db, token) =>
        {
            db.AddRange([.. orders, handled, Rows.Case("open", 5, money: 120)]);
            await db.SaveChangesAsync(token);
            db.Add(new CaseEntry { CaseId = handled.Id, At = StoreFixture.Noon.AddMinutes(9), Who = "kim", What = "note" });
        }, Cancel);
        (await services.GetRequiredService<LeaseStore>().TryTakeAsync("kpis", "test", Cancel)).ShouldBeTrue();
        await services.GetRequiredService<KpiStore>().CountAsync(StoreFixture.Noon, StoreFixture.Noon.AddHours(2), "kpis", "test", Cancel);
    }
}
