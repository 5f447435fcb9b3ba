using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Governance;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Drills;
using RetailTower.Web.Drills;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class DrillsPageTests : PageContext
{
    public DrillsPageTests() => Services.AddSingleton(provider => new DrillRoom(provider.GetRequiredService<AuditTrail>(), Clock, NullLogger<DrillRoom>.Instance));

    [Fact]
    public void Every_drill_can_be_run_and_says_what_it_is()
    {
        SignIn(Roles.Administrator);

        var page = Open<DrillsPage>("/drills");

        foreach (var drill in DrillBook.Drills) page.Find($"[data-testid=drill-{drill.Name}]").TextContent.ShouldContain(drill.What);
        page.FindAll("[data-testid=run]").Count.ShouldBe(DrillBook.Drills.Count);
    }

    [Fact]
    public async Task One_runs_at_a_time_and_what_became_of_it_stays()
    {
        SignIn(Roles.Administrator);
        var room = Services.GetRequiredService<DrillRoom>();
        using var door = new ManualResetEventSlim();
        var waits = new Drill("erp-outage", "It waits at the door.", _ => Task.CompletedTask)
        {
            Settings = () =>
            {
                door.Wait(Cancel);
                throw new InvalidOperationException("No room for a drill here.");
            },
        };

        room.Start([waits], 7, "Alma").ShouldBeTrue();
        room.Start([waits], 8, "Ada").ShouldBeFalse();
        door.Set();
        await room.StopAsync(Cancel);

        var result = room.Results.ShouldHaveSingleItem();
        (result.Drill, result.Seed, result.Who, result.Report).ShouldBe(("erp-outage", 7, "Alma", null));
        room.Running.ShouldBeNull();
        var page = Open<DrillsPage>("/drills");
        page.Find("[data-testid=drill-erp-outage] [data-testid=result]").TextContent.ShouldContain("Not run to its end");
        (await Services.GetRequiredService<AuditTrail>().PageAsync(new(null, "drill"), null, 10, Cancel)).Items.ShouldHaveSingleItem().Target.ShouldBe("erp-outage");
    }
}
