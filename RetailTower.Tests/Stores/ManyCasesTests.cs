using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Million;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>
/// What an operator asks while 100,000 exceptions are open is answered within 50 ms in 95 of 100 calls, and a text among a million messages within 2 s.
/// Figures are of the machine it runs on, so it runs when <c>TOWER_TEST_MANY_CASES</c> says how many: <c>100000</c> or <c>1000000</c>.
/// </summary>
[Collection(Alone.Name)]
public sealed class ManyCasesTests(ITestOutputHelper output) : StoreContract<SqliteStore>
{
    private const int Calls = 60, WarmUp = 5;
    private const int Written = 100_000;
    private const double MostOfQuery = 50, MostOfText = 2000;

    private CaseDesk Desk => Store.Get<CaseDesk>();

    [Fact]
    public async Task Every_list_group_filter_and_search()
    {
        var many = Environment.GetEnvironmentVariable("TOWER_TEST_MANY_CASES");
        Assert.SkipWhen(string.IsNullOrEmpty(many), "TOWER_TEST_MANY_CASES does not say how many exceptions to measure with.");
        var count = int.Parse(many, System.Globalization.CultureInfo.InvariantCulture);
        var began = Stopwatch.GetTimestamp();
        await FillAsync(count);
        output.WriteLine($"{count:N0} exceptions and their messages written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {new FileInfo(Store.Get<RetailTower.Data.DatabaseOptions>().SqliteFile).Length / 1048576} MiB");
        var slow = new List<string>();

        if (count <= Written) await ScreensAsync(slow);
        foreach (var text in new[] { "sf-77", "sku-9", "is nowhere" })
        {
            await HoldsAsync($"text through all: {text}", async _ =>
            {
                await foreach (var scan in Desk.ScanAsync(Filter(text), 50, Cancel)) scan.Of.ShouldBe(count);
            }, MostOfText, slow, calls: 5);
            await HoldsAsync($"text, first rows or first progress: {text}", async _ =>
            {
                await using var scans = Desk.ScanAsync(Filter(text), 50, Cancel).GetAsyncEnumerator(Cancel);
                await scans.MoveNextAsync();
            }, MostOfText, slow, calls: 5);
        }

        slow.ShouldBeEmpty();
    }

    private async Task ScreensAsync(List<string> slow)
    {
        foreach (var (what, filter) in Filters())
        {
            await HoldsAsync($"list: {what}", n => Desk.PageAsync(filter(n), null, 50, Cancel), MostOfQuery, slow);
            await HoldsAsync($"count: {what}", n => Desk.CountAsync(filter(n), Cancel), MostOfQuery, slow);
        }

        var deep = (await Desk.PageAsync(new CaseFilter(), null, 500, Cancel)).Next;
        await HoldsAsync("list: next page", _ => Desk.PageAsync(new CaseFilter(), deep, 50, Cancel), MostOfQuery, slow);
        foreach (var by in Enum.GetValues<CaseGroupBy>()) await HoldsAsync($"groups by {by}", _ => Desk.GroupsAsync(new CaseFilter(), by, Cancel), MostOfQuery, slow);
        await HoldsAsync("one group", n => Desk.GroupAsync($"erp|submit-order|cause {n % 40}", Cancel), MostOfQuery, slow);
        await HoldsAsync("groups: of a rare value", n => Desk.GroupsAsync(Filter($"number = SF-{n}"), CaseGroupBy.Cause, Cancel), MostOfQuery, slow);
        await HoldsAsync("one exception", n => Desk.GetAsync(n + 1, Cancel), MostOfQuery, slow);
    }

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    private static CaseFilter Filter(string typed) => new(Payload: PayloadSearch.Read(typed).Search.ShouldNotBeNull());

    private static IEnumerable<(string, Func<int, CaseFilter>)> Filters() =>
    [
        ("all", _ => new CaseFilter()),
        ("team", n => new CaseFilter(OwnerTeam: n % 2 == 0 ? "Finance" : "Warehouse")),
        ("person", n => new CaseFilter(OwnerPerson: $"person {n % 20}")),
        ("kind", _ => new CaseFilter(Kind: CaseKind.Rejected)),
        ("domain", n => new CaseFilter(Domain: n % 2 == 0 ? "customer" : "inventory")),
        ("system", n => new CaseFilter(System: n % 2 == 0 ? "erp" : "dc-west")),
        ("operation", _ => new CaseFilter(Operation: "submit-order")),
        ("age", _ => new CaseFilter(MinAge: TimeSpan.FromHours(1), MaxAge: TimeSpan.FromHours(4))),
        ("cause", n => new CaseFilter(Fingerprint: $"erp|submit-order|cause {n % 40}")),
        ("part of a title", n => new CaseFilter(Text: $"cause {n % 40}")),
        ("order's number", n => new CaseFilter(Text: $"SO-{n + 1}")),
        ("path, rare", n => Filter($"number = SF-{n * 13}")),
        ("path, in any line", n => Filter($"lines[].sku = SKU-{n}")),
        ("path, in one line", n => Filter($"lines[1].sku = SKU-{n}")),
        ("path, in a thousand", n => Filter($"country = C{n % 100}")),
        ("path, in all", _ => Filter("currency = GBP")),
        ("path, nowhere", n => Filter($"number = none-{n}")),
        ("path and system", n => Filter($"country = C{n % 100}") with { System = "erp" }),
    ];

    private async Task HoldsAsync(string what, Func<int, Task> call, double most, List<string> slow, int calls = Calls)
    {
        var timing = await Timing.OfCallsAsync(what, calls, Math.Min(WarmUp, calls), call);
        output.WriteLine(timing.ToString());
        if (timing.P95 > most) slow.Add(timing.ToString());
    }

    /// <summary>As the tower writes them up to 100,000; beyond that their cases and texts are copied, which is all that a text is looked for in.</summary>
    private async Task FillAsync(int count)
    {
        const int batch = 2000;
        var written = Math.Min(count, Written);
        for (var first = 0; first < written; first += batch)
        {
            var numbers = Enumerable.Range(first, Math.Min(batch, written - first)).ToList();
            await Store.SeedAsync([.. numbers.Select(Case)]);
            await Store.SeedAsync([.. numbers.Select(n => new CaseText { CaseId = n + 1 })]);
            await Store.Get<CaseSearchStore>().WriteAsync(numbers.ToDictionary(n => n + 1L, Fields), Cancel);
        }

        for (var copy = 1; copy < count / Written; copy++)
        {
            var past = copy * Written;
            foreach (var (table, key, changed) in new[] { ("ExceptionCases", "Id", "SubjectKey"), ("CaseTexts", "CaseId", "Text") })
            {
                await Store.Database.WriteAsync(async (db, token) =>
                {
                    var columns = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table})").ToListAsync(token);
                    var values = columns.Select(column => column == key ? $"{column} + {past}" : column == changed ? $"{column} || ' {past}'" : column);
#pragma warning disable EF1002 // Names of the model, and a number.
                    await db.Database.ExecuteSqlRawAsync($"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} WHERE {key} <= {Written}", token);
#pragma warning restore EF1002
                }, Cancel);
            }
        }
    }

    private static ExceptionCase Case(int n)
    {
        var one = Rows.Case($"outbox:{n}", n + 1, $"erp|submit-order|cause {n % 40}", n % 500, age: TimeSpan.FromSeconds(n % 90_000), domain: n % 3 == 0 ? "inventory" : "customer");
        (one.Title, one.OwnerPerson, one.OwnerTeam, one.System) = ($"erp refused submit order: cause {n % 40}", n % 4 == 0 ? $"person {n % 20}" : null, n % 3 == 0 ? "Warehouse" : "Finance", n % 5 == 0 ? "dc-west" : "erp");
        return one;
    }

    /// <summary>An order of three lines, as the ERP is told of it.</summary>
    private static IReadOnlyList<PayloadField> Fields(int n) =>
    [
        new("order.number", $"SF-{n}"), new("order.purchaseOrder", $"PO-{n}"), new("order.currency", "GBP"), new("order.placedAt", $"2026-03-01T09:30:{n % 60:00}.{n:0000000}Z"), new("order.customer.number", $"C-{n % 3000}"),
        new("order.shipTo.country", $"C{n % 100}"), new("order.shipTo.city", $"City {n % 400}"), new("order.requestedDelivery", $"2026-03-{(n % 28) + 1:00}"), new("order.total", $"{n % 700}.50"),
        .. Enumerable.Range(0, 3).SelectMany(line => new PayloadField[]
        {
            new($"order.lines[{line}].lineNo", $"{line + 1}"), new($"order.lines[{line}].sku", $"SKU-{((n * 7) + (line * 31)) % 4000}"), new($"order.lines[{line}].description", $"White hanging heart {n % 900}"),
            new($"order.lines[{line}].quantity", $"{(n + line) % 24}"), new($"order.lines[{line}].unitPrice", $"{n % 40}.95"), new($"order.lines[{line}].taxCode", n % 9 == 0 ? "REDUCED" : "FULL"),
        }),
    ];
}
