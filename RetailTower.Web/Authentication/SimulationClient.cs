using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Authentication;

/// <summary>
/// The API client that stands for Salesforce while the tower is simulating. Its key is kept in the data directory, so that it stays the same over
/// restarts and nobody has to be told twice; without simulation client and file are removed.
/// </summary>
internal sealed class SimulationClient(ApiClientStore clients, TimeProvider time)
{
    private const string System = "salesforce";

    /// <summary>The key to print, or null when the tower is not simulating.</summary>
    public async Task<string?> PrepareAsync(TowerSettings settings, CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.DataDirectory, "simulation-api-key");
        var key = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : null;
        if (!settings.Simulation.On)
        {
            if (key is null) return null;
            await clients.RemoveAsync(ApiKey.Hash(key), cancellationToken);
            File.Delete(file);
            return null;
        }

        if (string.IsNullOrEmpty(key)) await File.WriteAllTextAsync(file, key = ApiKey.Create(), cancellationToken);
        if (await clients.FindAsync(ApiKey.Hash(key), cancellationToken) is null)
        {
            await clients.SaveAsync(new ApiClient
            {
                Name = System,
                KeyHash = ApiKey.Hash(key),
                System = System,
                Scopes = $"{ApiScopes.WriteOrders} {ApiScopes.ReadOrders}",
                CreatedAt = time.GetUtcNow(),
            }, cancellationToken);
        }

        return key;
    }
}
