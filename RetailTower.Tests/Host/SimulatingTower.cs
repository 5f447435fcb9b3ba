using Xunit;

namespace RetailTower.Tests.Host;

/// <summary>One tower against its own landscape for all tests of a class.</summary>
public sealed class SimulatingTower : IAsyncLifetime
{
    public const int BodyLimit = 64 * 1024;

    public TowerHost Host { get; private set; } = null!;

    /// <summary>The API key that it printed.</summary>
    public string ApiKey => Host.Announcement().Split(' ', '\n').Single(word => word.StartsWith("rt_", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(TowerHost.Simulating) { ["Tower:Intake:BodyLimit"] = $"{BodyLimit}" };
        Host = await TowerHost.StartAsync(TestContext.Current.CancellationToken, settings);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
