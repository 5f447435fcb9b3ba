using Hangfire.Annotations;
using Hangfire.Dashboard;

namespace RetailTower.Web.Authentication;

/// <summary>The jobs dashboard's own door: it asks on its own account, whatever the endpoint asked before.</summary>
internal sealed class AdministratorsOnly : IDashboardAuthorizationFilter
{
    public bool Authorize([NotNull] DashboardContext context) => context.GetHttpContext().User.IsInRole(Roles.Administrator);
}
