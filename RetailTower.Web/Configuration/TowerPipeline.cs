using Hangfire;
using RetailTower.Web.Api;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components;
using RetailTower.Web.Health;
using RetailTower.Web.Components.Pages.Insights;
using RetailTower.Web.Components.Pages.PeriodEnd;
using RetailTower.Web.Components.Pages.Shifts;
using RetailTower.Web.Hooks;
using RetailTower.Web.Problems;
using RetailTower.Web.Telemetry;
using RetailTower.Web.Wall;

namespace RetailTower.Web.Configuration;

/// <summary>The way of a request, from the outside in, and every address that the tower answers.</summary>
internal static class TowerPipeline
{
    public static void Build(WebApplication app, TowerSettings settings)
    {
        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseHsts();
        // Answers to programs carry a body of their own, so this concerns people only.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        HealthEndpoints.Map(app);
        TowerTelemetry.Map(app, settings);
        HookEndpoint.Map(app);
        OrderEndpoints.Map(app);
        SignOutEndpoint.Map(app);
        InsightsCsv.Map(app);
        PeriodEndCsv.Map(app);
        ShiftCsv.Map(app);
        WallEndpoints.Map(app);
        app.MapHangfireDashboard("/jobs", new DashboardOptions
        {
            Authorization = [new AdministratorsOnly()],
            AppPath = "/",
            DashboardTitle = "RetailTower jobs",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization(Policies.CanAdminister);
        foreach (var face in Faces.ForPrograms)
            app.Map($"{face}/{{**rest}}", () => Problem.Of(StatusCodes.Status404NotFound, "Nothing answers at this address and method.")).AllowAnonymous();
        app.MapStaticAssets().AllowAnonymous();
        // The content security policy of every answer says it already; the framework's own header would be a second, weaker one.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }
}
