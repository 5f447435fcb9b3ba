using Microsoft.AspNetCore.DataProtection;
using RetailTower.Data;

namespace RetailTower.Web.Configuration;

/// <summary>The keys that sign people's sessions and encrypt the configuration's secrets. They lie in the tower's database, so all nodes share them and a backup holds them.</summary>
internal static class KeyRing
{
    public static IDataProtectionBuilder AddKeyRing(this IServiceCollection services) => services.AddDataProtection().SetApplicationName("RetailTower").PersistKeysToTower();

    /// <summary>Where the keys lie, for people.</summary>
    public static string PlaceOf(DatabaseOptions database) => database.Provider == DatabaseProvider.Sqlite ? database.SqliteFile : "the database of ConnectionStrings:Tower";

    /// <summary>Opens the keys that are there, for reading only; null when there is no database yet.</summary>
    public static ServiceProvider? TryOpen(DatabaseOptions database)
    {
        if (database.Provider == DatabaseProvider.Sqlite && !File.Exists(database.SqliteFile)) return null;
        var services = new ServiceCollection().AddLogging();
        services.AddTowerData(new DatabaseOptions { Provider = database.Provider, ConnectionString = database.ConnectionString, DataDirectory = database.DataDirectory, ReadOnly = true });
        // A key made now could open nothing that was protected before.
        services.AddKeyRing().DisableAutomaticKeyGeneration();
        return services.BuildServiceProvider();
    }
}
