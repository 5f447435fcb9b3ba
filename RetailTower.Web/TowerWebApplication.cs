using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Configuration.Memory;
using RetailTower.Data;
using RetailTower.Web.Configuration;

namespace RetailTower.Web;

/// <summary>The tower as a program: the composition root. What it consists of is listed in <see cref="TowerServices"/>, how a request goes in <see cref="TowerPipeline"/>.</summary>
public sealed class TowerWebApplication : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TowerSettings _settings;
    private readonly DatabaseHold _hold;
    private readonly InProcessLandscape? _landscape;
    private readonly Welcome _welcome;

    private TowerWebApplication(WebApplication app, TowerSettings settings, DatabaseHold hold, InProcessLandscape? landscape, Welcome welcome)
    {
        _app = app;
        _hold = hold;
        _settings = settings;
        _landscape = landscape;
        _welcome = welcome;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
    }

    /// <summary>An address on this machine by which it is reached.</summary>
    public Uri Address { get; }

    /// <summary>Control face of the landscape in this process or the one it was told of; null when simulation is off.</summary>
    public Uri? LandscapeAddress => _landscape?.Address ?? _settings.Simulation.Url;

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the tower; it answers when this returns.</summary>
    /// <exception cref="SettingsException">The configuration cannot be used.</exception>
    /// <exception cref="StartException">The data directory, the database or an address cannot be used.</exception>
    public static async Task<TowerWebApplication> StartAsync(TowerStart start, CancellationToken cancellationToken)
    {
        var builder = Builder(start);
        var settings = TowerSettings.Read(builder.Configuration);
        TowerDatabaseStart.CreateDataDirectory(settings.DataDirectory);
        var landscape = await InProcessLandscape.StartAsync(builder.Configuration, settings, cancellationToken);
        WebApplication? app = null;
        DatabaseHold? hold = null;
        try
        {
            TowerServices.Add(builder, settings);
            start.Configure?.Invoke(builder);
            app = builder.Build();
            hold = await TowerDatabaseStart.OpenAsync(app.Services, settings.Database, cancellationToken);
            var welcome = await Welcome.PrepareAsync(app.Services, settings, cancellationToken);
            TowerPipeline.Build(app, settings);
            await app.StartAsync(cancellationToken);
            return new TowerWebApplication(app, settings, hold, landscape, welcome);
        }
        catch (Exception failure)
        {
            if (app is not null) await app.DisposeAsync();
            hold?.Dispose();
            if (landscape is not null) await landscape.DisposeAsync();
            if (failure is IOException { InnerException: AddressInUseException })
                throw new StartException($"{failure.Message} Stop the other program, or choose another address with --urls.", failure);
            throw;
        }
    }

    /// <summary>Brings the database up to date without serving; returns where it is.</summary>
    /// <exception cref="SettingsException">The configuration cannot be used.</exception>
    /// <exception cref="StartException">The data directory or the database cannot be used.</exception>
    public static async Task<string> MigrateAsync(CancellationToken cancellationToken)
    {
        var builder = Builder(new TowerStart());
        var settings = TowerSettings.Read(builder.Configuration);
        TowerDatabaseStart.CreateDataDirectory(settings.DataDirectory);
        builder.Services.AddTowerData(settings.Database);
        await using var app = builder.Build();
        using var hold = await TowerDatabaseStart.OpenAsync(app.Services, settings.Database, cancellationToken);
        return settings.Database.Provider == DatabaseProvider.Sqlite ? settings.Database.SqliteFile : "SQL Server of ConnectionStrings:Tower";
    }

    /// <summary>Tells whoever started it where it is and how to sign in.</summary>
    public void Announce(TextWriter output) => _welcome.Write(output, Address, LandscapeAddress, _settings);

    /// <summary>Returns once the tower was asked to stop and has stopped.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken) => await _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _hold.Dispose();
        if (_landscape is not null) await _landscape.DisposeAsync();
    }

    internal static WebApplicationBuilder Builder(TowerStart start)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Both named, so that the tower finds its own files also when another program hosts it.
            ApplicationName = typeof(TowerWebApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = TowerDefaults.Settings });
        builder.Configuration.AddInMemoryCollection(start.Settings);
        // Outside the Development environment the build output's assets would be answered with empty bodies without this.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        if (start.Urls is not null) builder.WebHost.UseUrls(start.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        else if (string.IsNullOrWhiteSpace(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(TowerDefaults.Url);
        return builder;
    }
}
