using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Exceptions;

/// <summary>Registers the case book's desk.</summary>
public static class ExceptionsComponent
{
    public static IServiceCollection Add(IServiceCollection services) => services.AddSingleton<TrackRecords>().AddSingleton<CaseDesk>().AddSingleton<CaseReading>().AddSingleton<ViewDesk>();
}
