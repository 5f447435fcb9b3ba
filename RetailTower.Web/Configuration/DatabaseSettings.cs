using RetailTower.Data;

namespace RetailTower.Web.Configuration;

/// <summary>Where the tower's data lies. Verbs that touch nothing else read only this.</summary>
internal static class DatabaseSettings
{
    /// <exception cref="SettingsException">Something in it cannot be used; names every problem.</exception>
    public static DatabaseOptions Read(IConfiguration configuration)
    {
        var read = new SettingReader(configuration);
        var database = Read(read, configuration);
        return read.Problems.Count == 0 ? database : throw new SettingsException(read.Problems);
    }

    public static DatabaseOptions Read(SettingReader read, IConfiguration configuration)
    {
        var provider = read.Choice("Tower:Database:Provider", DatabaseProvider.Sqlite);
        var connection = configuration.GetConnectionString("Tower");
        if (provider == DatabaseProvider.SqlServer && string.IsNullOrWhiteSpace(connection))
            read.Add("ConnectionStrings:Tower is missing; with Tower:Database:Provider=SqlServer set it to the connection string of the tower's database.");
        return new DatabaseOptions { Provider = provider, ConnectionString = connection, MaxBatchSize = ReadBatchSize(read), DataDirectory = ReadDataDirectory(read) };
    }

    private static int? ReadBatchSize(SettingReader read)
    {
        const string Key = "Tower:Database:MaxBatchSize";
        const int Most = 1000;
        return read.Text(Key) is null ? null : read.Number(Key, Most, 1, Most);
    }

    private static string ReadDataDirectory(SettingReader read)
    {
        const string Key = "Tower:DataDirectory";
        if (read.Text(Key) is { } chosen)
        {
            if (!File.Exists(chosen)) return Path.GetFullPath(chosen);
            read.Add($"{Key} is '{chosen}', which is a file; set it to a folder that the tower may create and write to.");
            return chosen;
        }

        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local.Length == 0) read.Add($"{Key} is missing, and this account has no local application data folder; set it to a folder that the tower may write to.");
        return Path.Combine(local, "RetailTower");
    }
}
