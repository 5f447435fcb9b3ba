using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>Open cases are found by what the message behind them says, and by nothing that it must not tell.</summary>
public abstract class CaseSearchContract<T> : StoreContract<T> where T : StoreFixture
{
    private const string Order = """
        { "order": { "number": "SF-77", "currency": "GBP", "placedAt": "2026-03-01T09:30:00Z", "customer": { "name": "Anna Smith", "email": "anna@northwind.example" },
          "lines": [ { "sku": "85123A", "taxCode": "REDUCED", "quantity": 2 }, { "sku": "22423", "taxCode": "FULL", "quantity": 2 } ], "tags": ["gift", "b2b"] } }
        """;

    private CaseReading Reading => Store.Get<CaseReading>();

    private CaseDesk Desk => Store.Get<CaseDesk>();

    [Theory]
    [InlineData("taxCode = reduced", true)]
    [InlineData("lines[0].taxCode = REDUCED", true)]
    [InlineData("lines[1].taxCode = REDUCED", false)]
    [InlineData("lines[].taxCode=full", true)]
    [InlineData("lines.taxCode=full", true)]
    [InlineData("$.order.lines[*].taxCode = \"Full\"", true)]
    [InlineData("order.lines[0].quantity = 2", true)]
    [InlineData("es.taxCode = full", false)]
    [InlineData("tags[1] = b2b", true)]
    [InlineData("tags = b2b", true)]
    [InlineData("number = SF-7", false)]
    [InlineData("placedAt = 2026-03-01T09:30:00Z", true)]
    [InlineData("order.placedAt = 2026-03-01T09:30:00Z", true)]
    [InlineData("placedAt = 2026-03-02T09:30:00Z", false)]
    [InlineData("f-77", true)]
    [InlineData("2026-03-01T09", true)]
    [InlineData("\"taxCode = reduced\"", false)]
    [InlineData("taxcode", false)]
    [InlineData("northwind", false)]
    [InlineData("anna", false)]
    [InlineData("email = anna@northwind.example", false)]
    [InlineData("customer.name = Anna Smith", false)]
    public async Task A_value_is_found_at_its_path_or_as_text_unless_it_is_personal(string typed, bool found)
    {
        await OpenAsync("outbox:1", Order);
        await OpenAsync("outbox:2", """{"order":{"number":"SF-78","lines":[{"sku":"22423","taxCode":"NONE"}]}}""");
        await ReadAllAsync();

        var filter = Filter(typed);
        var page = await Desk.PageAsync(filter, null, 10, Cancel);
        page.Items.Select(row => row.Id).ShouldBe(found ? [1L] : []);
        (await Desk.CountAsync(filter, Cancel)).ShouldBe(found ? 1 : 0);
        (await Desk.GroupsAsync(filter, CaseGroupBy.Cause, Cancel)).Sum(group => group.Count).ShouldBe(found ? 1 : 0);
        (await ScanAsync(filter)).Found.ShouldBe(found ? 1 : 0);
    }

    [Fact]
    public async Task A_message_in_xml_is_found_by_its_elements()
    {
        var message = Rows.Inbound("soap", InboxState.Parked, body: "<Envelope><Body><sObject><Id>801xx</Id><Email>anna@northwind.example</Email></sObject><sObject><Id>802xx</Id></sObject></Body></Envelope>");
        message.ContentType = "text/xml";
        await Store.SeedAsync(message);
        await new ComparisonStore(Store.Database, Store.Time).SettleAsync([Opening($"inbox:{message.Id}") with { InboxId = message.Id }], [], Cancel);
        await ReadAllAsync();

        foreach (var typed in new[] { "id = 802xx", "sObject[1].Id = 802xx", "Body.sObject[].Id = 801XX", "801x" }) (await Desk.CountAsync(Filter(typed), Cancel)).ShouldBe(1, typed);
        (await Desk.CountAsync(Filter("sObject[0].Id = 802xx"), Cancel)).ShouldBe(0);
        (await Desk.CountAsync(Filter("northwind"), Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_opens_a_case_has_its_message_read_soon_and_told_as_unread_until_then()
    {
        var id = await OpenAsync("outbox:1", Order);
        await new ComparisonStore(Store.Database, Store.Time).SettleAsync([Opening("order:1:shown")], [], Cancel);
        (await Desk.CountUnreadAsync(Cancel)).ShouldBe(1);
        (await Desk.CountAsync(Filter("sku = 22423"), Cancel)).ShouldBe(0);

        await ReadAllAsync();
        (await Desk.CountUnreadAsync(Cancel)).ShouldBe(0);
        (await Desk.PageAsync(Filter("sku = 22423"), null, 10, Cancel)).Items.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task What_is_sent_instead_is_what_is_found()
    {
        var id = await OpenAsync("outbox:1", Order);
        await ReadAllAsync();
        (await Store.Get<EditStore>().RequestAsync(id, 0, Encoding.UTF8.GetBytes(Order.Replace("REDUCED", "ZERO", StringComparison.Ordinal)), "why", 1000, "kim", Cancel)).Outcome.ShouldBe(EditOutcome.Released);
        await ReadAllAsync();

        (await Desk.CountAsync(Filter("lines[0].taxCode = zero"), Cancel)).ShouldBe(1);
        (await Desk.CountAsync(Filter("taxCode = reduced"), Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_closed_case_said_is_forgotten_and_not_found_before_that()
    {
        await OpenAsync("outbox:1", Order);
        await OpenAsync("outbox:2", Order);
        await ReadAllAsync();
        await new ComparisonStore(Store.Database, Store.Time).SettleAsync([], ["outbox:1"], Cancel);
        (await Desk.CountAsync(Filter("sku = 22423") with { All = true }, Cancel)).ShouldBe(1);

        Store.Time.Advance(TimeSpan.FromMinutes(1));
        (await Reading.IsDueAsync(Cancel)).ShouldBeTrue();
        await ReadAllAsync();
        (await Reading.IsDueAsync(Cancel)).ShouldBeFalse();

        (await Store.ReadAsync(db => db.CaseTexts.Select(t => t.CaseId).ToListAsync(Cancel))).ShouldBe([2]);
        (await Store.ReadAsync(db => db.CaseFields.Select(t => t.CaseId).ToListAsync(Cancel))).ShouldBe([2]);
        (await Store.ReadAsync(db => db.CaseTerms.Select(t => t.CaseId).Distinct().ToListAsync(Cancel))).ShouldBe([2]);
        (await Store.ReadAsync(db => db.CaseTerms.CountAsync(Cancel))).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task All_that_matches_is_acted_on_as_a_query()
    {
        for (var n = 1; n <= 5; n++) await OpenAsync($"outbox:{n}", n % 2 == 0 ? "{}" : Order);
        await ReadAllAsync();

        var operation = await Store.Get<RecoveryStore>().StartAsync(RecoveryAction.Reassign, Filter("lines[0].sku = 85123A"), Noon, "Warehouse", "kim", Cancel);

        (await Store.ReadAsync(db => db.BulkItems.Where(item => item.OperationId == operation).Select(item => item.CaseId).ToListAsync(Cancel))).ShouldBe([1, 3, 5]);
    }

    /// <summary>A value that many messages hold is paged through as the queue stands, without an end to the pages.</summary>
    [Fact]
    public async Task A_frequent_value_is_paged_in_the_sequence_of_the_queue()
    {
        const int many = 2100;
        await Store.SeedAsync([.. Enumerable.Range(1, many).Select(n => Rows.Case($"s{n}", age: TimeSpan.FromSeconds(n % 50)))]);
        await Store.SeedAsync([.. Enumerable.Range(1, many).Select(n => new CaseText { CaseId = n })]);
        await Store.Get<CaseSearchStore>().WriteAsync(Enumerable.Range(1, many).ToDictionary(n => (long)n, n => (IReadOnlyList<PayloadField>)[new PayloadField("currency", "GBP"), new PayloadField("odd", n % 2 == 1 ? "yes" : "no")]), Cancel);

        foreach (var (typed, count) in new[] { ("currency = gbp", many), ("odd = yes", many / 2), ("yes", many / 2) })
        {
            var seen = new List<CaseRow>();
            for (string? cursor = null; ;)
            {
                var page = await Desk.PageAsync(Filter(typed), cursor, 500, Cancel);
                seen.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }

            seen.Select(row => (row.DueAt, row.Id)).ShouldBe(seen.Select(row => (row.DueAt, row.Id)).Order());
            seen.Select(row => row.Id).Distinct().Count().ShouldBe(count);
        }
    }

    [Theory]
    [InlineData("x", "Type at least 2 characters to look for.")]
    [InlineData("taxCode =", "Say which value to look for: path = value.")]
    [InlineData("lines[0].taxes[].code = X", "Give every list of the path its number, or none.")]
    [InlineData("lines[0].taxes[*].code = X", "Give every list of the path its number, or none.")]
    [InlineData("  ", null)]
    public void What_cannot_be_looked_for_says_what_to_mend(string typed, string? problem) => PayloadSearch.Read(typed).ShouldBe((null, problem));

    private static CaseFilter Filter(string typed) => new(Payload: PayloadSearch.Read(typed).Search.ShouldNotBeNull());

    private async Task<CaseScan> ScanAsync(CaseFilter filter)
    {
        CaseScan? last = null;
        await foreach (var scan in Desk.ScanAsync(filter, 10, Cancel)) last = scan;
        last.ShouldNotBeNull().Ended.ShouldBeTrue();
        return last;
    }

    private Task ReadAllAsync() => Reading.RunAsync(() => Task.FromResult(true), Cancel);

    /// <summary>Opens a case of a failed call, as a lane does; returns its id.</summary>
    private async Task<long> OpenAsync(string subject, string payload)
    {
        var call = Rows.Outbound(subject, OutboxState.Failed);
        call.Payload = payload;
        await Store.SeedAsync(call);
        await new ComparisonStore(Store.Database, Store.Time).SettleAsync([Opening(subject) with { OutboxId = call.Id }], [], Cancel);
        return await Store.ReadAsync(db => db.Cases.MaxAsync(c => c.Id, Cancel));
    }
}

public sealed class SqliteCaseSearchTests : CaseSearchContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerCaseSearchTests : CaseSearchContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
