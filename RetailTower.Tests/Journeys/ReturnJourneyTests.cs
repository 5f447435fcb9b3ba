using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Returns over three real systems: the storefront that refunds, the centre that receives in two parcels, the ERP that credits.</summary>
public sealed class ReturnJourneyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_by_another_it_comes_in_two_parcels_and_is_refunded_and_credited_to_the_penny()
    {
        await using var house = await OpenAsync();
        var (order, line) = await BoughtAsync(house);
        var desk = Desk(house);

        await desk.AskAsync(order.Head.Key, [new LineQuantity(line.LineNo, line.Ordered)], "too small", "anna", Stop);
        var asked = (await UntilAsync(house, order.Head.Key, it => it.Row.State == ReturnState.AwaitingApproval)).Row;
        await UntilCaseAsync(house, order.Head.Number, CaseKind.ApprovalNeeded);
        await desk.DecideAsync(order.Head.Key, asked.Rma, true, "mine", "anna", Stop);
        await house.UntilAsync(order.Head.Number, it => it.History.Any(row => row.Detail?.Contains("someone else must decide", StringComparison.Ordinal) == true));
        await desk.DecideAsync(order.Head.Key, asked.Rma, true, "a good customer", "olga", Stop);

        var closed = await UntilAsync(house, order.Head.Key, it => it.Row.State == ReturnState.Closed);
        closed.Row.DecidedBy.ShouldBe("olga");
        closed.Sheet.Label.ShouldNotBeNull();
        closed.Sheet.Settlements.Count.ShouldBe(2, "two parcels, each refunded when it was looked at");
        closed.Sheet.Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Received.ShouldBe(line.Ordered), it => it.Inspected.ShouldBe(line.Ordered), it => it.Settled.ShouldBe(line.Ordered));
        var picture = await house.UntilAsync(order.Head.Number, it => it.Cases.Count == 0 && it.Expectations.All(step => !step.Step.StartsWith("return", StringComparison.Ordinal)));
        picture.History.ShouldContain(row => row.Detail == $"{asked.Rma}: Labelled → PartReceived");
        var worth = line.Ordered * line.UnitPrice;
        (await RefundedAsync(house, order.Head.Number)).ShouldBe(worth);
        (await CreditedAsync(house, asked.Rma)).ShouldBe((2, worth, 0));
    }

    [Fact]
    public async Task When_the_shop_refuses_the_refund_the_credit_is_taken_back_and_the_case_stands_in_the_queue()
    {
        await using var house = await OpenAsync();
        var (order, line) = await BoughtAsync(house);
        // Someone in the shop gives the money back as a courtesy, before the customer sends the goods all the same.
        var shop = await ShopifyClient.OpenAsync(house.Landscape);
        var (id, lineId) = await ShopLineAsync(shop, order.Head.Number, line.LineNo);
        var courtesy = await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json",
            $$$"""{"refund":{"note":"courtesy","refund_line_items":[{"line_item_id":{{{lineId}}},"quantity":{{{line.Ordered.ToString("0", CultureInfo.InvariantCulture)}}},"restock_type":"no_restock"}]}}""");
        courtesy.Status.ShouldBe(201, courtesy.Body.ToString());
        var desk = Desk(house);

        await desk.AskAsync(order.Head.Key, [new LineQuantity(line.LineNo, 1)], "too small", "anna", Stop);
        var rma = (await UntilAsync(house, order.Head.Key, it => it.Row.State == ReturnState.AwaitingApproval)).Row.Rma;
        await desk.DecideAsync(order.Head.Key, rma, true, "fine", "olga", Stop);

        var refused = await UntilAsync(house, order.Head.Key, it => it.Row.State == ReturnState.RefundRefused && it.Sheet.Settlements[0].Credit == CreditState.Withdrawn);
        refused.Sheet.Settlements.ShouldHaveSingleItem().Refund.ShouldBe(RefundState.Refused);
        (await CreditedAsync(house, rma)).ShouldBe((0, 0, 0), "no book says that the customer has the money");
        var stands = await UntilCaseAsync(house, order.Head.Number, CaseKind.Rejected);
        (stands.Operation, stands.OwnerTeam, stands.System).ShouldBe((Operations.RefundReturn, "Finance", "shopify"));
        (await desk.CountAsync(ReturnState.RefundRefused, Stop)).ShouldBe(1);
    }

    private static Task<SimulatedHouse> OpenAsync() => SimulatedHouse.OpenAsync(
        new LandscapeOptions { Pace = 0.1, ShortPickShare = 0, SeveralParcelsShare = 1 }, ("Tower:Orders:Returns:ApproveUpTo", "0"));

    private static ReturnDesk Desk(SimulatedHouse house) => house.Tower.Tower.Services.GetRequiredService<ReturnDesk>();

    /// <summary>An order of the shop that is paid for, and a line of it with at least two pieces.</summary>
    private static async Task<(OrderPicture Order, OrderLinePicture Line)> BoughtAsync(SimulatedHouse house)
    {
        foreach (var number in (await house.PlaceAsync(12)).Where(number => number.StartsWith('S') && !number.StartsWith("SF", StringComparison.Ordinal)))
        {
            var order = await house.UntilAsync(number, it => it.Head.Status == OrderStatus.Completed, Soon);
            if (order.Lines.FirstOrDefault(line => line.Returnable >= 2 && line.Returnable == line.Ordered && line.Parts.Select(part => part.Centre).Distinct().Count() == 1) is { } line) return (order, line);
        }

        throw new InvalidOperationException("The shop sold no two pieces of anything.");
    }

    private static Task<ReturnPicture> UntilAsync(SimulatedHouse house, long key, Func<ReturnPicture, bool> wanted) => Eventually.UntilAsync(
        async () => (await house.Orders.GetAsync(key, false, Stop))!.Returns is [.., var last] ? last : null!, it => it is not null && wanted(it), Soon, it => it is null ? "no return" : $"{it.Row.State} {it.Row.Decision} {it.Row.Sheet}");

    private static async Task<CaseRow> UntilCaseAsync(SimulatedHouse house, string number, CaseKind kind) =>
        (await Eventually.UntilAsync(() => house.OpenCasesAsync(number), cases => cases.Any(it => it.Kind == kind), Soon)).First(it => it.Kind == kind);

    private static async Task<(long Order, long Line)> ShopLineAsync(ShopifyClient shop, string number, int lineNo)
    {
        var orders = (await shop.GetAsync("orders.json?limit=250&status=any")).Body.GetProperty("orders").EnumerateArray();
        var order = orders.Single(it => it.GetProperty("name").GetString()!.TrimStart('#') == number);
        return (order.GetProperty("id").GetInt64(), order.GetProperty("line_items")[lineNo - 1].GetProperty("id").GetInt64());
    }

    /// <summary>What the shop has paid back, by its own books.</summary>
    private static async Task<decimal> RefundedAsync(SimulatedHouse house, string number)
    {
        var shop = await ShopifyClient.OpenAsync(house.Landscape);
        var (id, _) = await ShopLineAsync(shop, number, 1);
        return (await shop.GetAsync($"orders/{id}/refunds.json")).Body.GetProperty("refunds").EnumerateArray()
            .SelectMany(refund => refund.GetProperty("transactions").EnumerateArray()).Sum(it => decimal.Parse(it.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Credit memos of a return by the ERP's own books: how many are booked, over how much, and how many are drafts.</summary>
    private static async Task<(int Booked, decimal Amount, int Drafts)> CreditedAsync(SimulatedHouse house, string rma)
    {
        using var http = await house.Landscape.ClientAsync("business-central");
        var (tenant, company) = (await house.Landscape.CredentialAsync("business-central", "tenantId"), await house.Landscape.CredentialAsync("business-central", "companyId"));
        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = await house.Landscape.CredentialAsync("business-central", "clientId"),
            ["client_secret"] = await house.Landscape.CredentialAsync("business-central", "clientSecret"), ["scope"] = "https://api.businesscentral.dynamics.com/.default",
        });
        using var signedIn = await http.PostAsync($"/{tenant}/oauth2/v2.0/token", form, Stop);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await signedIn.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("access_token").GetString());
        var memos = (await http.GetFromJsonAsync<JsonElement>($"/v2.0/{tenant}/production/api/v2.0/companies({company})/salesCreditMemos", Stop)).GetProperty("value").EnumerateArray()
            .Where(memo => memo.GetProperty("externalDocumentNumber").GetString()!.StartsWith(rma, StringComparison.OrdinalIgnoreCase)).ToList();
        var booked = memos.FindAll(memo => memo.GetProperty("status").GetString() is "Open" or "Paid");
        return (booked.Count, booked.Sum(memo => memo.GetProperty("totalAmountIncludingTax").GetDecimal()), memos.Count(memo => memo.GetProperty("status").GetString() == "Draft"));
    }
}
