namespace RetailTower.Web;

/// <summary>How a tower is started.</summary>
public sealed record TowerStart
{
    /// <summary>Addresses to listen on, separated by semicolons; null leaves them to the configuration and its default. Port 0 takes a free one.</summary>
    public string? Urls { get; init; }

    /// <summary>Settings that override every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Has the last word on the services, for tests.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }
}
