using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using RetailTower.Web.Components.Live;

namespace RetailTower.Web.Components.Layout;

/// <summary>What the frame and the controls need from the container. Desks add their own <see cref="Model.IOmniboxSource"/>.</summary>
public static class ShellServices
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<LiveStatus>();
        services.AddScoped<PageKeyList>();
        services.AddSingleton<Presence>();
        return services;
    }
}
