namespace RetailTower.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Which database the tower stands on. Section <c>Tower:Database</c>; the folder is <c>Tower:DataDirectory</c>.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>SQL Server only, from <c>ConnectionStrings:Tower</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>SQL Server only: rows that EF Core sends in one statement; null leaves it to EF Core. 1 keeps EF Core from its own MERGE, for servers that lack it.</summary>
    public int? MaxBatchSize { get; set; }

    /// <summary>Folder of <c>tower.db</c> (SQLite only).</summary>
    public required string DataDirectory { get; set; }

    public string SqliteFile => Path.Combine(DataDirectory, "tower.db");

    /// <summary>SQLite only: neither creates nor changes the file.</summary>
    public bool ReadOnly { get; set; }

    internal string SqliteConnection => $"Data Source={SqliteFile};Default Timeout=30{(ReadOnly ? ";Mode=ReadOnly;Pooling=False" : "")}";
}
