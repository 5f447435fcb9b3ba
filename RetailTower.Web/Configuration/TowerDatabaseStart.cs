using RetailTower.Data;
using RetailTower.Engine.Jobs;

namespace RetailTower.Web.Configuration;

/// <summary>Brings the database up before anything works with it, or says why it cannot be.</summary>
internal static class TowerDatabaseStart
{
    /// <summary>Holds the database, looks whether it is whole, and upgrades it. The caller lets it go at its end.</summary>
    /// <exception cref="StartException">It cannot be opened or upgraded.</exception>
    public static async Task<DatabaseHold> OpenAsync(IServiceProvider services, DatabaseOptions database, CancellationToken cancellationToken)
    {
        DatabaseHold? hold = null;
        try
        {
            hold = await DatabaseHold.ShareAsync(database, TimeProvider.System, cancellationToken);
            Tell(services.GetRequiredService<ILogger<TowerWebApplication>>(), hold.Check);
            await TowerData.MigrateAsync(services, cancellationToken);
            await JobStorageSchema.PrepareAsync(database, cancellationToken);
            return hold;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            hold?.Dispose();
            if (failure is DatabaseRefusedException) throw new StartException(failure.Message, failure);
            var what = database.Provider == DatabaseProvider.Sqlite ? $"The database {database.SqliteFile}" : "The database of ConnectionStrings:Tower";
            throw new StartException($"{what} cannot be opened or upgraded: {failure.Message}", failure);
        }
    }

    /// <exception cref="StartException">It cannot be created.</exception>
    public static void CreateDataDirectory(string directory)
    {
        try
        {
            // It holds keys and customers' data: nobody else on the machine may read it.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data directory {directory} cannot be created ({failure.Message}). Set Tower__DataDirectory to a folder that the tower may write to.", failure);
        }
    }

    private static void Tell(ILogger log, StartCheck check)
    {
        if (!check.AfterUncleanEnd) return;
        if (check.Complete) log.LogInformation("The last run did not end cleanly; its database was looked through in {Seconds:0.00} s and is whole", check.Took.TotalSeconds);
        else log.LogWarning("The last run did not end cleanly; {Seconds:0.00} s were not enough to look through all of its database, and nothing wrong was found so far. The backup verb looks at everything", check.Took.TotalSeconds);
    }
}
