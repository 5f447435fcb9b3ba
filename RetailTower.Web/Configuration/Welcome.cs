using System.Globalization;
using RetailTower.Data.Stores;
using RetailTower.Engine.Jobs;
using RetailTower.Web.Authentication;

namespace RetailTower.Web.Configuration;

/// <summary>What whoever starts the tower needs to know: where it is, how to sign in.</summary>
internal sealed record Welcome(string? ApiKey, string? SetUpToken, DateTimeOffset SetUpExpires)
{
    /// <summary>Makes people, roles and the simulation's client what they should be at a start.</summary>
    public static async Task<Welcome> PrepareAsync(IServiceProvider services, TowerSettings settings, CancellationToken cancellationToken)
    {
        // Nodes that start together on a new database must not make the same people twice.
        await using var turn = await HeldLease.WaitAsync(
            services.GetRequiredService<LeaseStore>(), "start", services.GetRequiredService<NodeName>(), services.GetRequiredService<TimeProvider>(), cancellationToken);
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        await people.PrepareAsync(settings.Simulation.On);
        var key = await services.GetRequiredService<SimulationClient>().PrepareAsync(settings, cancellationToken);
        if (settings.Simulation.On || people.Any()) return new Welcome(key, null, default);
        var setUp = services.GetRequiredService<SetUpLink>();
        return new Welcome(key, setUp.Issue(), setUp.Expires);
    }

    public void Write(TextWriter output, Uri address, Uri? landscape, TowerSettings settings)
    {
        var root = address.ToString().TrimEnd('/');
        output.WriteLine($"RetailTower is ready at {root}");
        output.WriteLine($"  Data        {settings.DataDirectory}");
        if (settings.Simulation.On)
        {
            output.WriteLine($"  Simulation  no real system is connected; the simulated landscape is at {landscape?.ToString().TrimEnd('/')}");
            output.WriteLine($"  Sign in     open {root}{SignInPaths.SignIn} and choose {string.Join(", ", Persona.All.Select(persona => persona.DisplayName))}");
            output.WriteLine($"  API key     {ApiKey} (client salesforce)");
            if (!address.IsLoopback) output.WriteLine("  Caution     while simulating, everyone who reaches this address can sign in without a password");
        }
        else if (SetUpToken is not null)
        {
            output.WriteLine($"  Set up      open {SetUpUrl(address)} to create the first administrator (once, until {SetUpExpires.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)})");
        }
        else
        {
            output.WriteLine($"  Sign in     open {root}{SignInPaths.SignIn} with your e-mail and password");
        }

        output.WriteLine("  Stop        Ctrl+C");
        output.Flush();
    }

    public Uri? SetUpUrl(Uri address) => SetUpToken is null ? null : new Uri(address, $"{SignInPaths.SetUp}?token={SetUpToken}");
}
