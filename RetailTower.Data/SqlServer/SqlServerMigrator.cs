using System.Data;
using Microsoft.Data.SqlClient;

namespace RetailTower.Data.SqlServer;

/// <summary>
/// Applies the dated scripts of <c>db/migrations</c> that the database's journal does not name yet. Each script can be run twice, so one that
/// broke off half way, or was applied by hand, is simply run again.
/// </summary>
public sealed class SqlServerMigrator(string connectionString)
{
    private const string LockName = "RetailTower.Schema";
    private const int LockWaitMs = 10 * 60_000;
    private const int BatchTimeoutSeconds = 30 * 60;

    /// <returns>The names of the scripts that this call applied.</returns>
    /// <exception cref="InvalidOperationException">The server cannot be reached, a script failed (named with its batch and line), or an applied script differs from this program's.</exception>
    public Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken) => ApplyAsync(SchemaScript.All, cancellationToken);

    /// <summary>Applies these scripts, in this sequence.</summary>
    /// <inheritdoc cref="ApplyAsync(CancellationToken)"/>
    public async Task<IReadOnlyList<string>> ApplyAsync(IReadOnlyList<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        await using var connection = await SqlServerSession.OpenAsync(connectionString, cancellationToken);
        // A database that is up to date needs no lock, and its login no more rights than to read the journal.
        if ((await FindPendingAsync(connection, scripts, cancellationToken)).Count == 0) return [];
        await LockAsync(connection, cancellationToken);
        // Another node may have applied them while this one waited.
        var pending = await FindPendingAsync(connection, scripts, cancellationToken);
        foreach (var script in pending)
        {
            await ApplyAsync(connection, script, cancellationToken);
        }

        return [.. pending.Select(script => script.Name)];
    }

    private static async Task<List<SchemaScript>> FindPendingAsync(SqlConnection connection, IReadOnlyList<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        var applied = await ReadJournalAsync(connection, cancellationToken);
        foreach (var script in scripts)
        {
            if (applied.TryGetValue(script.Name, out var checksum) && checksum != script.Checksum)
            {
                throw new InvalidOperationException($"Script {script.Name} was applied to this database with another content. An applied script never changes: restore it and put the change into a new one.");
            }
        }

        return [.. scripts.Where(script => !applied.ContainsKey(script.Name))];
    }

    private static async Task<Dictionary<string, string>> ReadJournalAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using (var exists = new SqlCommand("SELECT OBJECT_ID(N'dbo.SchemaJournal', N'U')", connection))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken) is null or DBNull) return applied;
        }

        await using var read = new SqlCommand("SELECT [Script], [Checksum] FROM [dbo].[SchemaJournal]", connection);
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            applied.Add(rows.GetString(0), rows.GetString(1));
        }

        return applied;
    }

    private static async Task LockAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand("sp_getapplock", connection) { CommandType = CommandType.StoredProcedure, CommandTimeout = (LockWaitMs / 1000) + 30 };
        command.Parameters.AddWithValue("@Resource", LockName);
        command.Parameters.AddWithValue("@LockMode", "Exclusive");
        command.Parameters.AddWithValue("@LockOwner", "Session");
        command.Parameters.AddWithValue("@LockTimeout", LockWaitMs);
        var result = command.Parameters.Add("@Result", SqlDbType.Int);
        result.Direction = ParameterDirection.ReturnValue;
        await command.ExecuteNonQueryAsync(cancellationToken);
        // 0 and 1: granted at once, or after a wait; negative: timed out, cancelled, deadlock victim, bad call.
        if (result.Value is not (0 or 1))
        {
            throw new InvalidOperationException($"Another node holds the schema lock {LockName} and did not give it up in time (sp_getapplock answered {result.Value}).");
        }
    }

    private static async Task ApplyAsync(SqlConnection connection, SchemaScript script, CancellationToken cancellationToken)
    {
        for (var i = 0; i < script.Batches.Count; i++)
        {
            var batch = script.Batches[i];
            await using var command = new SqlCommand(batch.Text, connection) { CommandTimeout = BatchTimeoutSeconds };
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (SqlException failure) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException(
                    $"Script {script.Name} failed in batch {i + 1} of {script.Batches.Count}, line {batch.Line + Math.Max(failure.LineNumber - 1, 0)}: SQL Server error {failure.Number}: {failure.Message}", failure);
            }
        }

        await using var journal = new SqlCommand("INSERT INTO [dbo].[SchemaJournal] ([Script], [Checksum], [AppliedAt]) VALUES (@script, @checksum, TODATETIMEOFFSET(SYSUTCDATETIME(), 0))", connection);
        journal.Parameters.AddWithValue("@script", script.Name);
        journal.Parameters.AddWithValue("@checksum", script.Checksum);
        await journal.ExecuteNonQueryAsync(cancellationToken);
    }
}
