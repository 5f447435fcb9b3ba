using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Engine;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Audit;
using RetailTower.Web.Components.Pages.Messages;
using RetailTower.Web.Components.Pages.Systems;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class SystemsPageTests : PageContext
{
    public SystemsPageTests() => SignIn(Roles.Operator);

    [Fact]
    public void Says_what_would_appear_before_anything_was_sent()
    {
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.Find("[data-testid=systems-empty]").TextContent.ShouldContain("No system has been called yet"));
        page.WaitForAssertion(() => page.Find("[data-testid=messages-empty]").TextContent.ShouldContain("Everything received is applied"));
    }

    [Fact]
    public async Task Pausing_needs_a_reason_is_shown_and_can_be_taken_back()
    {
        await SeedAsync(Rows.Outbound("x", OutboxState.Ready), new Lane { System = "erp", LastSuccessAt = Now });
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp] [data-testid=depth]").TextContent.ShouldBe("1"));
        await page.Find("[data-testid=pause]").ClickAsync();
        page.Find(".rt-drawer footer .rt-primary").HasAttribute("disabled").ShouldBeTrue();
        await page.Find(".rt-drawer textarea").InputAsync("Month end");
        await page.Find(".rt-drawer footer .rt-primary").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp]").TextContent.ShouldContain("By Operator Otto: Month end"));
        page.Find("[data-testid=said]").TextContent.ShouldBe("ERP is paused.");
        await page.Find("[data-testid=resume]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp]").GetAttribute("data-state").ShouldBe("Behind"));
        (await Database.ReadAsync((db, token) => db.Audit.CountAsync(token), Cancel)).ShouldBe(2);
    }

    [Fact]
    public async Task Shows_why_a_system_rests_and_reads_again_when_told()
    {
        await SeedAsync(new Lane { System = "erp", LastSuccessAt = Now });
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp]").GetAttribute("data-state").ShouldBe("Flowing"));
        await Database.WriteAsync(async (db, token) =>
        {
            var lane = (await db.Lanes.FindAsync(["erp"], token))!;
            (lane.RestUntil, lane.RestReason, lane.UnwellInARow) = (Now.AddMinutes(5), "503 Service Unavailable", 5);
        }, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Lanes, "erp");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp] .rt-lane-why").TextContent.ShouldBe("503 Service Unavailable"));
        page.Find("[data-testid=lane-erp] .rt-lane-moment").TextContent.ShouldBe("Tries again in 4 m");
    }

    [Fact]
    public async Task An_open_breaker_is_probed_from_its_row()
    {
        await SeedAsync(new Lane { System = "erp", UnwellInARow = 9, RestUntil = Now.AddSeconds(30), RestReason = "Breaker open after 9 failed calls" }, new Lane { System = "dc-east", LastSuccessAt = Now });
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp] [data-testid=breaker]").TextContent.Trim().ShouldBe("Open"));
        page.Find("[data-testid=lane-dc-east] [data-testid=breaker]").TextContent.Trim().ShouldBe("Closed");
        page.FindAll("[data-testid=probe]").Count.ShouldBe(1);

        await page.Find("[data-testid=probe]").ClickAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp]").GetAttribute("data-state").ShouldBe("Trying one call"));
        page.Find("[data-testid=lane-erp] [data-testid=breaker]").TextContent.Trim().ShouldBe("Half-open");
        page.Find("[data-testid=said]").TextContent.ShouldBe("The next message to ERP goes alone, now.");
        page.FindAll("[data-testid=probe]").ShouldBeEmpty();
        (await Database.ReadAsync((db, token) => db.Audit.SingleAsync(token), Cancel)).Action.ShouldBe("lane.probed");
    }

    [Fact]
    public async Task A_lane_shows_its_concurrency_its_limit_and_when_it_drains()
    {
        var shop = new TestConnector("shopify", SystemRole.Originator, Operations.WriteStatus) { Budget = new CallBudget(Clock) };
        Services.GetRequiredService<ConnectorRegistry>().Fill([shop]);
        await SeedAsync(new Lane { System = "shopify", LastSuccessAt = Now });
        await SeedAsync([.. Enumerable.Range(0, 30).Select(i => Rows.Outbound($"k{i}", OutboxState.Ready, "shopify"))]);
        shop.Budget.Heard(new CallLimit(100, 400, 20));
        var page = Open<SystemsPage>("/systems");

        page.WaitForAssertion(() => Cell(page, "limit").TextContent.ShouldBe("75 %"));
        Cell(page, "limit").GetAttribute("title").ShouldBe("300 of 400 requests used, 20/s come free.");
        Cell(page, "calls").TextContent.ShouldBe("0 of 8");
        Cell(page, "drain").TextContent.ShouldBe("–", "nobody saw it move yet");

        Clock.Advance(TimeSpan.FromSeconds(1));
        shop.Budget.Heard(new CallLimit(0, 400, 0, Now.AddSeconds(40)));
        Feed.Publish(ChangeAreas.Lanes, "shopify");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-shopify]").GetAttribute("data-state").ShouldBe("Held by its limit"));
        page.Find("[data-testid=lane-shopify] .rt-lane-moment").TextContent.ShouldBe("Tries again in 40 s");
    }

    [Fact]
    public async Task Between_two_rests_a_lane_does_not_look_well()
    {
        await SeedAsync(Rows.Outbound("x", OutboxState.Ready), new Lane { System = "erp", LastSuccessAt = Now.AddMinutes(-1), LastFailureAt = Now, LastFailure = "429: Too many requests." });
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.Find("[data-testid=lane-erp]").GetAttribute("data-state").ShouldBe("Trying again"));
        page.Find("[data-testid=lane-erp] .rt-lane-why").TextContent.ShouldBe("429: Too many requests");
    }

    [Fact]
    public void A_call_without_an_answer_is_told_before_it_times_out()
    {
        var row = new LaneRow("erp", 3, 3, Now, 0, false, null, null, null, null, null, 0, Now, null, null);
        var lane = new LaneView(row, BreakerState.Closed, new LanePulse(8, 2, TimeSpan.FromSeconds(12), null, default));
        (LaneWords.State(lane, Now), LaneWords.Word(lane, Now), LaneWords.Why(lane, Now)).ShouldBe((ScreenState.Attention, "Slow to answer", "a call has had no answer for 12 s"));
        LaneWords.Word(lane with { Pulse = lane.Pulse with { LongestCall = TimeSpan.FromSeconds(2) } }, Now).ShouldBe("Sending");
    }

    [Fact]
    public async Task Who_only_looks_has_no_switches()
    {
        SignIn(Roles.Agent);
        await SeedAsync(new Lane { System = "erp" });
        var page = Open<SystemsPage>("/systems");
        page.WaitForAssertion(() => page.FindAll("[data-testid=lane-erp]").Count.ShouldBe(1));
        page.FindAll("[data-testid=pause]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_message_is_shown_masked_and_replayed()
    {
        await SeedAsync(Rows.Inbound("m1", InboxState.Parked, body: "{\"email\":\"anna@northwind.example\"}"));
        var page = Open<MessagesPage>("/messages?state=parked");
        page.WaitForAssertion(() => page.FindAll("[data-testid=message-1]").Count.ShouldBe(1));
        await page.Find("[data-testid=message-1] button").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=message-drawer]").Count.ShouldBe(1));
        page.Markup.ShouldNotContain("anna@northwind.example");
        await page.Find("[data-testid=message-replay]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=message-said]").TextContent.ShouldContain("is worked on again"));
    }

    [Fact]
    public async Task A_message_is_given_up_only_with_a_reason()
    {
        await SeedAsync(Rows.Inbound("m1", InboxState.Failed));
        var page = Open<MessagesPage>("/messages");
        page.WaitForAssertion(() => page.FindAll("[data-testid=message-1]").Count.ShouldBe(1));
        await page.Find("[data-testid=message-1] button").ClickAsync();
        await page.Find("[data-testid=message-discard]").ClickAsync();
        page.Find("[data-testid=discard-confirm]").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=discard-reason]").InputAsync("A test order");
        await page.Find("[data-testid=discard-confirm]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=message-said]").TextContent.ShouldContain("is given up"));
    }

    [Fact]
    public async Task The_audit_lists_who_did_what_and_narrows_by_address()
    {
        SignIn(Roles.Administrator);
        await SeedAsync(
            new AuditEntry { At = Now, Who = "Otto", Action = "lane.paused", Target = "erp", Detail = "Month end" },
            new AuditEntry { At = Now, Who = "Ada", Action = "personal-data.shown", Target = "SO-1" });
        var page = Open<AuditPage>("/audit?what=lane");
        page.WaitForAssertion(() => page.FindAll("[data-testid=audit-table] tbody tr").Count.ShouldBe(1));
        page.Find("[data-testid=audit-table]").TextContent.ShouldContain("Month end");
    }

    private static AngleSharp.Dom.IElement Cell(IRenderedComponent<SystemsPage> page, string name) => page.Find($"[data-testid=lane-shopify] [data-testid={name}]");
}
