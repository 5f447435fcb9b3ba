using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Engine.Invariants;
using RetailTower.Tests.Engine.Orders;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Recovery;

/// <summary>A person changes a call that was refused, sees what is wrong with it while typing, and a real drain sends it.</summary>
public sealed class EditDeskTests : StoreContract<SqliteStore>
{
    private readonly TestConnector _erp = new("erp", SystemRole.Erp, Operations.SubmitOrder);
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Cut _cut = new();

    private EditDesk Desk => Store.Get<EditDesk>();

    protected override async Task<SqliteStore> StartAsync()
    {
        var store = await SqliteStore.StartAsync(_cut);
        store.Get<ConnectorRegistry>().Fill([_erp]);
        return store;
    }

    [Theory]
    [InlineData("\"quantity\": 1", "\"quantity\": \"many\"", "$.order.lines[0].quantity, line 21: It is not ")]
    [InlineData("\"sku\"", "\"skew\"", "$.order.lines[0].skew, line 19: There is no such field here.")]
    [InlineData("\"number\": \"SF-1\"", "\"number\": \"SF-2\"", "$.order.number: It says what the call is about and must stay SF-1.")]
    [InlineData("\"customerNumber\": \"C1001\",", "", "It lacks customerNumber.")]
    [InlineData("\"lines\": [", "\"lines\": ", "line ")]
    public async Task What_is_wrong_is_said_while_one_types(string was, string now, string said)
    {
        var sheet = await SheetAsync(unmasked: true);
        sheet.Start.ShouldContain(was);

        Desk.Check(sheet, sheet.Start, true).Problem.ShouldBeNull();
        Desk.Check(sheet, sheet.Start.Replace(was, now, StringComparison.Ordinal), true).Problem.ShouldNotBeNull().ShouldContain(said);
    }

    [Fact]
    public async Task A_message_stays_about_its_order()
    {
        // A system whose messages are nothing but the number of the order that they place.
        _erp.Meaning = message => JsonElement.Parse(message.Body.Span).GetString() is { Length: > 0 } number
            ? new Interpretation.Events([new OrderPlaced(OrderBench.Placed(1) with { Number = number }) { At = Noon }]) : new Interpretation.Unknown("$", "No number.");
        var message = Rows.Inbound("placed", InboxState.Failed, 1);
        (message.System, message.ContentType, message.Body) = (_erp.System, "application/json", "\"SF-1\""u8.ToArray());
        await Store.SeedAsync(Rows.Order(1, "SF-1"), message);
        var one = Rows.Case($"inbox:{message.Id}", 1, remedy: Remedy.ReplayMessage);
        one.InboxId = message.Id;
        await Store.SeedAsync(one);
        var sheet = (await Desk.GetAsync(one.Id, true, Cancel)).ShouldNotBeNull();

        Desk.Check(sheet, " \"SF-1\"", true).Problem.ShouldBeNull();
        Desk.Check(sheet, "\"SF-2\"", true).Problem.ShouldBe("It is about order SF-1 and must stay so.");
        Desk.Check(sheet, "\"\"", true).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_may_not_see_personal_data_changes_the_rest_and_it_stays()
    {
        var sheet = await SheetAsync(unmasked: false);
        sheet.Hidden.ShouldBeTrue();
        sheet.Start.ShouldNotContain("anna@northwind.example");

        var sent = await Desk.SendAsync(sheet, sheet.Start.Replace("\"SKU1\"", "\"SKU2\"", StringComparison.Ordinal), "wrong article", "kim", false, Cancel);

        sent.Result!.Outcome.ShouldBe(EditOutcome.Released);
        await Process("one").DrainAsync("erp", 0, Cancel);
        var order = _erp.Calls.ShouldHaveSingleItem().Command<SubmitOrderCommand>().Order;
        (order.CustomerEmail, order.Lines[0].Sku).ShouldBe(("anna@northwind.example", "SKU2"));
    }

    [Fact]
    public async Task A_hidden_value_that_was_changed_in_part_is_not_sent()
    {
        var sheet = await SheetAsync(unmasked: false);

        var sent = await Desk.SendAsync(sheet, sheet.Start.Replace("a•••@northwind.example", "b•••@northwind.example", StringComparison.Ordinal), "wrong address", "kim", false, Cancel);

        sent.Problem.ShouldNotBeNull().ShouldStartWith("$.order.customerEmail: A hidden value");
        (await Store.ReadAsync(db => db.Edits.CountAsync(Cancel))).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_ends_between_approval_and_sending_sends_one_copy_all_the_same(bool before)
    {
        var sheet = await SheetAsync(unmasked: true, money: 10_000);
        var asked = await Desk.SendAsync(sheet, sheet.Start.Replace("\"SKU1\"", "\"SKU2\"", StringComparison.Ordinal), "wrong article", "kim", true, Cancel);
        await Desk.DecideAsync(asked.Result!.Edit!.Id, true, "right", "lee", Cancel);
        var done = new HashSet<string>();
        _erp.Answer = call =>
        {
            done.Add(call.IdempotencyKey);
            return new CallOutcome.Done("Created.");
        };

        // The first process ends at the commit of what it sent, right before or right after it.
        var one = Process("one");
        _cut.Arm(before, 1);
        await Should.ThrowAsync<CutException>(() => one.DrainAsync("erp", 0, Cancel));
        _cut.Disarm();
        Store.Time.Advance(LeaseStore.Length + TimeSpan.FromSeconds(1));
        await Process("two").DrainAsync("erp", 0, Cancel);

        done.ShouldHaveSingleItem();
        _erp.Calls.ShouldAllBe(call => call.Command<SubmitOrderCommand>().Order.Lines[0].Sku == "SKU2");
        (await CallsAsync()).ShouldHaveSingleItem().State.ShouldBe(OutboxState.Done);
        (await Store.ReadAsync(db => db.Edits.SingleAsync(Cancel))).State.ShouldBe(EditState.Done);
    }

    [Fact]
    public void Every_operation_has_its_command_and_what_the_tower_writes_is_one()
    {
        var order = OrderBench.Placed(2, 1) with { CustomerEmail = null, CustomerPhone = null, PurchaseOrderNumber = null };
        foreach (var operation in typeof(Operations).GetFields().Select(field => (string)field.GetValue(null)!))
            CommandShapes.Problem(operation, "{\"no\":1}").ShouldNotBeNull(operation);
        CommandShapes.Problem(Operations.SubmitOrder, CanonicalJson.Write(new SubmitOrderCommand(order))).ShouldBeNull();
        CommandShapes.Problem(Operations.Release, CanonicalJson.Write(new ReleaseCommand("N", "1", null, order.ShipTo with { Street2 = null, PostalCode = null }, [new ReleaseLine(1, "A", 1)]))).ShouldBeNull();
        CommandShapes.Problem(Operations.WriteStatus, CanonicalJson.Write(new WriteStatusCommand("N", OriginStatus.Shipped, "", null, Noon, [new WriteStatusLine(1, "Shipped", 1, 0)]))).ShouldBeNull();
        CommandShapes.Problem(Operations.RefundReturn, CanonicalJson.Write(new RefundReturnCommand("N", "M", "GBP", [new RefundedLine(1, null, 1)]))).ShouldBeNull();
    }

    private Invariants.Node Process(string name)
    {
        var node = new Invariants.Node(name, Store, Store.Get<ConnectorRegistry>(), new EngineMetrics(_meters.GetRequiredService<IMeterFactory>()));
        node.Start();
        return node;
    }

    private async Task<EditSheet> SheetAsync(bool unmasked, decimal money = 10)
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 1);
        call.Result = "No.";
        call.Payload = CanonicalJson.Write(new SubmitOrderCommand(new CanonicalOrder(
            "SF-1", "C1001", "Northwind Traders", "anna@northwind.example", null, null, "GBP", Noon, null, new PostalAddress("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB"),
            [new CanonicalOrderLine(1, "SKU1", "Mug", 1, 2.5m, null)])));
        await Store.SeedAsync(Rows.Order(1, "SF-1"), call);
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 1, money: money, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await Store.SeedAsync(one);
        return (await Desk.GetAsync(one.Id, unmasked, Cancel)).ShouldNotBeNull();
    }
}
