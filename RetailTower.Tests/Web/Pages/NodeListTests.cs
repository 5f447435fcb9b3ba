using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Engine.Jobs;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Systems;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class NodeListTests : PageContext
{
    [Fact]
    public async Task Each_node_is_shown_with_its_version_heartbeat_and_leases_and_a_silent_one_stands_out()
    {
        SignIn(Roles.Operator);
        var here = Services.GetRequiredService<NodeName>().Value;
        await SeedAsync(
            new Node { Name = here, Version = "0.1.0", Address = "http://10.0.0.1:5080", StartedAt = Now.AddMinutes(-90), HeartbeatAt = Now },
            new Node { Name = "other:7:abc", Version = "0.0.9", StartedAt = Now.AddMinutes(-5), HeartbeatAt = Now - NodeDesk.Late - TimeSpan.FromSeconds(1) },
            new Lease { Name = "inbox:1", Owner = $"{here}:1", Until = Now.AddSeconds(10) },
            new Lease { Name = "lane:erp:0", Owner = $"{here}:2", Until = Now.AddSeconds(10) },
            new Lease { Name = "inbox:2", Owner = $"{here}:3", Until = Now.AddSeconds(-1) });

        var list = Render<NodeList>();

        list.WaitForAssertion(() => list.FindAll("[data-testid=node]").Count.ShouldBe(2));
        var (mine, other) = (list.FindAll("[data-testid=node]")[0], list.FindAll("[data-testid=node]")[1]);
        mine.TextContent.ShouldContain("shows this page");
        mine.TextContent.ShouldContain("http://10.0.0.1:5080");
        mine.TextContent.ShouldContain("Working");
        mine.QuerySelectorAll("td")[^1].TextContent.ShouldBe("2");
        mine.QuerySelectorAll("td")[^1].GetAttribute("title").ShouldBe("inbox:1, lane:erp:0");
        other.TextContent.ShouldContain("other 7");
        other.TextContent.ShouldContain("0.0.9");
        other.TextContent.ShouldContain("Silent");
    }
}
