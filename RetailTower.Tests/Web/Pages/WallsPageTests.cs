using Bunit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Walls;
using RetailTower.Web.Wall;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class WallsPageTests : PageContext
{
    public WallsPageTests()
    {
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddSingleton<WallDoor>();
        SignIn(Roles.Administrator);
    }

    [Fact]
    public async Task A_link_is_shown_once_and_revoked_after_a_second_look()
    {
        var page = Open<WallsPage>("/walls");
        page.WaitForAssertion(() => page.Find(".rt-empty").TextContent.ShouldContain("No links yet"));
        page.Find("[data-testid=wall-make]").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=wall-name]").InputAsync("hall");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=wall-link]").TextContent.ShouldStartWith("http://localhost/wall?every=20#key="));
        page.Find("[data-testid=walls-table]").TextContent.ShouldContain("Good");
        await page.Find("[data-testid=revoke-1]").ClickAsync();
        await page.Find(".rt-drawer footer .rt-danger").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=walls-table]").TextContent.ShouldContain("Revoked by Administrator Otto"));
        page.FindAll("[data-testid=wall-link], [data-testid=revoke-1]").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_whose_time_is_over_says_so()
    {
        await SeedAsync(new WallLink { Name = "old", CreatedBy = "alma", CreatedAt = Now.AddDays(-2), ExpiresAt = Now.AddDays(-1) });
        var page = Open<WallsPage>("/walls");
        page.WaitForAssertion(() => page.Find("[data-testid=walls-table]").TextContent.ShouldContain("Expired"));
    }
}
