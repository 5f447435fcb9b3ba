using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The programs that may call the tower's API.</summary>
public sealed class ApiClientStore(TowerDatabase database)
{
    /// <summary>The client whose key has this SHA-256 hash, or null.</summary>
    public Task<ApiClient?> FindAsync(byte[] keyHash, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.ApiClients.SingleOrDefaultAsync(x => x.KeyHash == keyHash, token), cancellationToken);

    /// <summary>Stores the client; one of the same name gives way to it.</summary>
    public Task SaveAsync(ApiClient client, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            await db.ApiClients.Where(x => x.Name == client.Name).ExecuteDeleteAsync(token);
            db.ApiClients.Add(client);
        }, cancellationToken);

    /// <summary>Removes the client whose key has this hash, if there is one.</summary>
    public Task RemoveAsync(byte[] keyHash, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => db.ApiClients.Where(x => x.KeyHash == keyHash).ExecuteDeleteAsync(token), cancellationToken);
}
