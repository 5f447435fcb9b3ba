using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.ThreePl;

public sealed class FulfilmentTests
{
    [Fact]
    public async Task A_release_is_picked_packed_shipped_and_told_step_by_step()
    {
        await using var dc = await CentreCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await dc.ListenAsync(receiver);
        var accepted = await dc.ReleaseAsync("SF-1", "1", ("85123A", 6), ("22423", 1));
        accepted.Status.ShouldBe(HttpStatusCode.Created);
        accepted.Id.ShouldStartWith("FO-E-");
        (accepted.Text("status"), accepted.Text("version"), accepted.Text("centre")).ShouldBe(("accepted", "1", "dc-east"));

        var told = new Dictionary<int, string>();
        while (told.Count < 4)
        {
            var json = (await receiver.NextAsync(w => w.Json.GetProperty("type").GetString()!.StartsWith("fulfilment.", StringComparison.Ordinal))).Json;
            json.GetProperty("data").GetProperty("fulfilmentOrderId").GetString().ShouldBe(accepted.Id);
            json.GetProperty("data").GetProperty("lines").GetArrayLength().ShouldBe(2);
            told[json.GetProperty("data").GetProperty("version").GetInt32()] = json.GetProperty("type").GetString()!;
            if (json.GetProperty("type").GetString() != "fulfilment.shipped") continue;
            json.GetProperty("data").GetProperty("parcel").GetProperty("trackingNumber").GetString().ShouldNotBeNullOrEmpty();
        }
        told.OrderBy(t => t.Key).Select(t => t.Value).ShouldBe(["fulfilment.accepted", "fulfilment.picked", "fulfilment.packed", "fulfilment.shipped"]);
        var order = await dc.GetAsync($"/v1/fulfilment-orders/{accepted.Id}");
        (order.Text("status"), order.Text("version")).ShouldBe(("shipped", "4"));
        order.List("lines")[0].GetProperty("shipped").GetInt32().ShouldBe(6);
        var found = await dc.GetAsync("/v1/fulfilment-orders?reference=SF-1&release=1");
        found.List("items").Single().GetProperty("parcels").GetArrayLength().ShouldBe(1);
        var ledger = await dc.Landscape.LedgerAsync("dc-east", "SF-1");
        (ledger.GetProperty("copies").GetInt32(), ledger.GetProperty("state").GetString(), ledger.GetProperty("shipments").GetInt32()).ShouldBe((1, "shipped", 1));
    }

    [Fact]
    public async Task Several_parcels_carry_every_unit_once()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { SeveralParcelsShare = 1 });
        var id = (await dc.ReleaseAsync("SF-1", "1", ("85123A", 5), ("22423", 2))).Id;
        var order = await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{id}"), o => o.Text("status") == "shipped");
        var parcels = order.List("parcels");
        parcels.Length.ShouldBeInRange(2, 3);
        parcels.Select(p => p.GetProperty("trackingNumber").GetString()).Distinct().Count().ShouldBe(parcels.Length);
        var units = parcels.SelectMany(p => p.GetProperty("lines").EnumerateArray()).GroupBy(l => l.GetProperty("sku").GetString()!)
            .ToDictionary(g => g.Key, g => g.Sum(l => l.GetProperty("quantity").GetInt32()));
        (units["85123A"], units["22423"]).ShouldBe((5, 2));
        (await dc.Landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("shipments").GetInt32().ShouldBe(parcels.Length);
    }

    [Fact]
    public async Task What_is_not_there_is_short_picked()
    {
        // dc-east opens without this one; seven then arrive for an order of ten.
        await using var dc = await CentreCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await dc.ListenAsync(receiver);
        var arrived = await dc.Landscape.Control.PostAsJsonAsync("/stock", new { centre = "dc-east", sku = "21034", quantity = 7 }, TestContext.Current.CancellationToken);
        arrived.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var id = (await dc.ReleaseAsync("SF-1", "1", ("21034", 10))).Id;
        var line = (await receiver.NextAsync(w => w.Json.GetProperty("type").GetString() == "fulfilment.short_picked")).Json.GetProperty("data").GetProperty("lines")[0];
        (line.GetProperty("ordered").GetInt32(), line.GetProperty("picked").GetInt32()).ShouldBe((10, 7));
        var order = await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{id}"), o => o.Text("status") == "shipped");
        order.List("lines")[0].GetProperty("shipped").GetInt32().ShouldBe(7);

        var nothing = (await dc.ReleaseAsync("SF-1", "2", ("21034", 1))).Id;
        await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{nothing}"), o => o.Text("status") == "short");
    }

    [Fact]
    public async Task Chance_too_makes_short_picks()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { ShortPickShare = 1 });
        var id = (await dc.ReleaseAsync("SF-1", "1", ("85123A", 5))).Id;
        var order = await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{id}"), o => o.Text("status") == "shipped");
        order.List("lines")[0].GetProperty("shipped").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Before_picking_lines_and_orders_are_cancelled_and_their_stock_is_free_again()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { Pace = 1000 });
        var before = await AvailableAsync(dc, "85123A");
        var id = (await dc.ReleaseAsync("SF-1", "1", ("85123A", 6), ("22423", 1))).Id;
        (await AvailableAsync(dc, "85123A")).ShouldBe(before - 6);

        var less = await dc.PostAsync($"/v1/fulfilment-orders/{id}/cancel", new { lines = new[] { new { line = "1", quantity = 2 } } }, "c-1");
        less.Status.ShouldBe(HttpStatusCode.OK);
        (less.Text("status"), less.List("lines")[0].GetProperty("quantity").GetInt32()).ShouldBe(("accepted", 4));
        (await dc.PostAsync($"/v1/fulfilment-orders/{id}/cancel", new { lines = new[] { new { line = "1", quantity = 5 } } }, "c-2")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await dc.PostAsync($"/v1/fulfilment-orders/{id}/cancel", new { }, "c-3")).Text("status").ShouldBe("cancelled");

        (await AvailableAsync(dc, "85123A")).ShouldBe(before);
        (await dc.Landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("state").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task After_picking_nothing_is_cancelled()
    {
        await using var dc = await CentreCaller.StartAsync();
        var id = (await dc.ReleaseAsync("SF-1")).Id;
        await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{id}"), o => o.Text("status") != "accepted");
        var refused = await dc.PostAsync($"/v1/fulfilment-orders/{id}/cancel", new { }, "c-1");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.ContentType.ShouldBe("application/problem+json");
        refused.Text("type").ShouldEndWith("/already-picked");
        (await dc.GetAsync($"/v1/fulfilment-orders/{id}")).List("lines")[0].GetProperty("quantity").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task Returned_goods_are_received_and_back_on_the_shelf()
    {
        await using var dc = await CentreCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await dc.ListenAsync(receiver);
        var before = await AvailableAsync(dc, "85123A");
        var expected = await dc.PostAsync("/v1/returns", new { reference = "SF-1", rma = "R-1", lines = new[] { new { line = "1", sku = "85123A", quantity = 2 } } }, "r-1");
        (expected.Status, expected.Text("status")).ShouldBe((HttpStatusCode.Created, "expected"));
        // Each is posted by itself, so any may come first.
        var told = await receiver.EachAsync(
            w => w.Json.GetProperty("type").GetString() == "return.received", w => w.Json.GetProperty("type").GetString() == "return.inspected",
            w => w.Json.GetProperty("type").GetString() == "inventory.changed" && w.Json.GetProperty("data").GetProperty("sku").GetString() == "85123A");
        var data = told[0].Json.GetProperty("data");
        (data.GetProperty("rma").GetString(), data.GetProperty("returnId").GetString()).ShouldBe(("R-1", expected.Id));
        var found = told[1].Json.GetProperty("data").GetProperty("lines")[0];
        var asNew = found.GetProperty("restock").GetInt32();
        (asNew + found.GetProperty("refurbish").GetInt32() + found.GetProperty("scrap").GetInt32()).ShouldBe(2);
        asNew.ShouldBeGreaterThan(0, "the seed decides, and this one is kind");
        (await AvailableAsync(dc, "85123A")).ShouldBe(before + asNew);
        var changed = told[2].Json.GetProperty("data");
        (changed.GetProperty("centre").GetString(), changed.GetProperty("available").GetInt32()).ShouldBe(("dc-east", before + asNew));
    }

    [Fact]
    public async Task Inventory_is_read_page_by_page_and_since()
    {
        await using var dc = await CentreCaller.StartAsync(centre: "dc-west");
        var all = (await dc.GetAsync("/v1/inventory")).List("items").Length;
        var (skus, cursor) = (new HashSet<string>(), "");
        do
        {
            var page = await dc.GetAsync($"/v1/inventory?limit=7&cursor={cursor}");
            foreach (var item in page.List("items")) skus.Add(item.GetProperty("sku").GetString()!).ShouldBeTrue();
            cursor = page.Text("nextCursor");
        }
        while (cursor.Length > 0);
        skus.Count.ShouldBe(all);

        var since = DateTimeOffset.UtcNow;
        await dc.ReleaseAsync("SF-1");
        var changed = (await dc.GetAsync($"/v1/inventory?updatedSince={Uri.EscapeDataString(since.ToString("o"))}")).List("items").Single();
        (changed.GetProperty("sku").GetString(), changed.GetProperty("version").GetInt64()).ShouldBe(("85123A", 2));
        (await dc.GetAsync("/v1/inventory?limit=501")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<int> AvailableAsync(CentreCaller dc, string sku) =>
        (await dc.GetAsync("/v1/inventory")).List("items").Single(i => i.GetProperty("sku").GetString() == sku).GetProperty("available").GetInt32();
}
