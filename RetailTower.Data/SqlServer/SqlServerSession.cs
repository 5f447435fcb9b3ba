using Microsoft.Data.SqlClient;

namespace RetailTower.Data.SqlServer;

/// <summary>A session of its own for changes of the schema.</summary>
internal static class SqlServerSession
{
    /// <summary>Not pooled: a lock that it takes lives as long as the session, whatever happens to this process.</summary>
    /// <exception cref="InvalidOperationException">The server cannot be reached.</exception>
    public static async Task<SqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (SqlException failure)
        {
            await connection.DisposeAsync();
            throw new InvalidOperationException($"SQL Server cannot be reached: check ConnectionStrings__Tower, and that its database exists (SQL Server error {failure.Number}: {failure.Message})", failure);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
