using Microsoft.Data.SqlClient;
using RetailTower.Data;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Nodes;

/// <summary>Two tower processes on one store: what a killed one leaves is taken over, and a stopped one hands over what it holds.</summary>
public abstract class TwoNodesContract
{
    private const int Orders = 120;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract DatabaseProvider Provider { get; }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled_when_one_is_killed_while_orders_flow()
    {
        await using var store = await OpenStoreAsync();
        await using var nodes = await TwoNodes.StartAsync(store.Environment);
        TestContext.Current.TestOutputHelper?.WriteLine($"Provider: {Provider}");
        var references = await nodes.PlaceAsync(Orders, 40);
        await nodes.UntilErpHoldsAsync(Orders / 4);
        await nodes.KillAsync(0);
        await nodes.UntilErpHoldsAsync(Orders / 2);
        await nodes.StartNodeAsync(0);
        await nodes.UntilErpHoldsAsync(Orders * 3 / 4);
        await nodes.KillAsync(1);

        await nodes.EachOrderOnceAsync(references);
    }

    [Fact]
    public async Task A_rolling_restart_hands_over_within_ten_seconds_each()
    {
        await using var store = await OpenStoreAsync();
        await using var nodes = await TwoNodes.StartAsync(store.Environment);
        TestContext.Current.TestOutputHelper?.WriteLine($"Provider: {Provider}");
        var references = await nodes.PlaceAsync(Orders, 40);
        for (var node = 0; node < 2; node++)
        {
            await nodes.UntilErpHoldsAsync(Orders * (node + 1) / 4);
            // A call that hangs must not hold the stop up.
            if (node == 0) await nodes.HangAsync("salesforce", 3);
            var took = await nodes.StopAsync(node);
            took.ShouldBeLessThan(LongestStop);
            TestContext.Current.TestOutputHelper?.WriteLine($"Node {node} stopped in {took.TotalSeconds:0.0} s");
            await nodes.StartNodeAsync(node);
        }

        await nodes.EachOrderOnceAsync(references);
    }

    /// <summary>An empty store, gone when disposed, and the settings that lead the nodes to it.</summary>
    protected abstract Task<CommonStore> OpenStoreAsync();

    protected sealed class CommonStore(IReadOnlyList<(string, string)> environment, Func<Task>? remove) : IAsyncDisposable
    {
        public IReadOnlyList<(string, string)> Environment { get; } = environment;

        public async ValueTask DisposeAsync()
        {
            if (remove is not null) await remove();
        }
    }
}

/// <summary>SQLite lets several processes of one machine work on one file.</summary>
public sealed class SqliteTwoNodesTests : TwoNodesContract
{
    protected override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    protected override Task<CommonStore> OpenStoreAsync() => Task.FromResult(new CommonStore([], null));
}

/// <summary>On the server that TOWER_TEST_SQLSERVER names.</summary>
public sealed class SqlServerTwoNodesTests : TwoNodesContract
{
    protected override DatabaseProvider Provider => DatabaseProvider.SqlServer;

    protected override async Task<CommonStore> OpenStoreAsync()
    {
        var server = Environment.GetEnvironmentVariable("TOWER_TEST_SQLSERVER");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "TOWER_TEST_SQLSERVER holds no connection string.");
        var name = $"tower_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE [{name}]");
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
        return new CommonStore([("Tower__Database__Provider", "SqlServer"), ("ConnectionStrings__Tower", connection)], async () =>
        {
            SqlConnection.ClearAllPools();
            await ExecuteAsync(server, $"DROP DATABASE [{name}]");
        });
    }

    private static async Task ExecuteAsync(string server, string text)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync(CancellationToken.None);
#pragma warning disable CA2100 // The test's own statements.
        await using var command = new SqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
