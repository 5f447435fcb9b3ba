using StackExchange.Redis;

namespace RetailTower.Engine.Live;

/// <summary>The one connection to the Redis of <c>Tower:Redis</c>. It is made on first use and mends itself.</summary>
public sealed class RedisConnection(string configuration) : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(Options(configuration)));

    /// <summary>Every problem of the setting; never repeats it, for it may hold a password.</summary>
    public static IEnumerable<string> Validate(string key, string? configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration)) yield break;
        var good = false;
        try
        {
            good = Options(configuration).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            // Told below, without the text.
        }

        if (!good) yield return $"{key} cannot be read as a Redis address; set it to HOST:PORT, with options after commas if need be, or remove it.";
    }

    public Task<ConnectionMultiplexer> OpenAsync() => _connection.Value;

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
    }

    private static ConfigurationOptions Options(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        // The tower works without it; it comes back by itself.
        options.AbortOnConnectFail = false;
        options.ClientName = "RetailTower";
        return options;
    }
}
