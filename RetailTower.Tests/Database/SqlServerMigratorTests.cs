using Microsoft.Data.SqlClient;
using RetailTower.Data.SqlServer;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

/// <summary>On the server that TOWER_TEST_SQLSERVER names, each test in a database of its own.</summary>
public sealed class SqlServerMigratorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_start_together_apply_each_script_once()
    {
        await using var database = await EmptyDatabase.CreateAsync(Cancel);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new SqlServerMigrator(database.ConnectionString).ApplyAsync(Cancel)));

        applied.SelectMany(names => names).ShouldBe(SchemaScript.All.Select(script => script.Name), ignoreOrder: true);
        (await database.ScalarAsync("SELECT COUNT(*) FROM dbo.SchemaJournal", Cancel)).ShouldBe(SchemaScript.All.Count);
        (await new SqlServerMigrator(database.ConnectionString).ApplyAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_script_runs_twice()
    {
        await using var database = await EmptyDatabase.CreateAsync(Cancel);
        await new SqlServerMigrator(database.ConnectionString).ApplyAsync(Cancel);
        await database.ScalarAsync("DELETE FROM dbo.SchemaJournal", Cancel);

        (await new SqlServerMigrator(database.ConnectionString).ApplyAsync(Cancel)).Count.ShouldBe(SchemaScript.All.Count);
    }

    [Fact]
    public async Task A_failure_names_script_batch_and_line_and_is_not_entered_in_the_journal()
    {
        await using var database = await EmptyDatabase.CreateAsync(Cancel);
        var migrator = new SqlServerMigrator(database.ConnectionString);
        await migrator.ApplyAsync(Cancel);
        var broken = new SchemaScript("2099-01-01_01_Broken.sql", "SELECT 1;\nGO\n\nSELECT 1;\nSELECT * FROM dbo.Nowhere;\nGO\n");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => migrator.ApplyAsync([.. SchemaScript.All, broken], Cancel));

        failure.Message.ShouldStartWith("Script 2099-01-01_01_Broken.sql failed in batch 2 of 2, line 5: SQL Server error 208");
        (await database.ScalarAsync("SELECT COUNT(*) FROM dbo.SchemaJournal", Cancel)).ShouldBe(SchemaScript.All.Count);
    }

    [Fact]
    public async Task A_script_that_changed_after_it_was_applied_is_refused()
    {
        await using var database = await EmptyDatabase.CreateAsync(Cancel);
        var migrator = new SqlServerMigrator(database.ConnectionString);
        await migrator.ApplyAsync(Cancel);
        var changed = new SchemaScript(SchemaScript.All[0].Name, "SELECT 1;");

        (await Should.ThrowAsync<InvalidOperationException>(() => migrator.ApplyAsync([changed], Cancel))).Message.ShouldContain(changed.Name);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_said_so()
    {
        var migrator = new SqlServerMigrator("Server=127.0.0.1,1;Database=Tower;User Id=nobody;Password=secret-word;Encrypt=false;Connect Timeout=2;ConnectRetryCount=0");
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => migrator.ApplyAsync(Cancel));
        failure.Message.ShouldStartWith("SQL Server cannot be reached: check ConnectionStrings__Tower");
        failure.Message.ShouldNotContain("secret-word");
    }

    private sealed class EmptyDatabase : IAsyncDisposable
    {
        private readonly string _server;
        private readonly string _name = $"TowerTest_{Guid.NewGuid():N}";

        private EmptyDatabase(string server)
        {
            _server = server;
            ConnectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = _name }.ConnectionString;
        }

        public string ConnectionString { get; }

        public static async Task<EmptyDatabase> CreateAsync(CancellationToken cancellationToken)
        {
            var server = Environment.GetEnvironmentVariable("TOWER_TEST_SQLSERVER");
            Assert.SkipWhen(string.IsNullOrEmpty(server), "TOWER_TEST_SQLSERVER holds no connection string.");
            var database = new EmptyDatabase(server);
            await ScalarAsync(server, $"CREATE DATABASE [{database._name}]", cancellationToken);
            return database;
        }

        public Task<object?> ScalarAsync(string text, CancellationToken cancellationToken) => ScalarAsync(ConnectionString, text, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            SqlConnection.ClearAllPools();
            await ScalarAsync(_server, $"DROP DATABASE [{_name}]", CancellationToken.None);
        }

        private static async Task<object?> ScalarAsync(string connectionString, string text, CancellationToken cancellationToken)
        {
            await using var connection = new SqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // The test's own statements.
            await using var command = new SqlCommand(text, connection);
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
