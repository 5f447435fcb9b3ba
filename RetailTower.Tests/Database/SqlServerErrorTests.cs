using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.SqlServer.Infrastructure.Internal;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.SqlServer;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Database;

/// <summary>Which of the server's errors mean what, and what of the provider can be set.</summary>
public sealed class SqlServerErrorTests
{
    private static readonly SqlServerTowerDbContext Db = new(new DbContextOptionsBuilder<SqlServerTowerDbContext>().UseSqlServer("Server=none").Options);

    [Theory]
    [InlineData(2601)]
    [InlineData(2627)]
    public void A_key_met_twice_is_a_duplicate_whether_index_or_constraint(int number)
    {
        Db.IsDuplicateKey(Failure(number)).ShouldBeTrue();
        Db.IsDuplicateKey(new DbUpdateException("Wrapped by EF.", Failure(number))).ShouldBeTrue();
        Db.IsTransient(Failure(number)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1205)]
    [InlineData(1222)]
    [InlineData(3960)]
    public void A_deadlock_a_lock_timeout_and_a_snapshot_conflict_are_tried_again(int number)
    {
        Db.IsTransient(Failure(number)).ShouldBeTrue();
        Db.IsTransient(new DbUpdateException("Wrapped by EF.", Failure(number))).ShouldBeTrue();
        Db.IsDuplicateKey(Failure(number)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(208)]
    [InlineData(515)]
    [InlineData(547)]
    [InlineData(8152)]
    public void Any_other_error_is_neither(int number)
    {
        Db.IsTransient(Failure(number)).ShouldBeFalse();
        Db.IsDuplicateKey(Failure(number)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task The_size_of_a_batch_can_be_set(int? size)
    {
        await using var services = new ServiceCollection().AddLogging().AddTowerData(
            new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=none", DataDirectory = Path.GetTempPath(), MaxBatchSize = size }).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<TowerDbContext>().GetService<IDbContextOptions>();

#pragma warning disable EF1001 // There is no public way to ask for it.
        options.FindExtension<SqlServerOptionsExtension>()!.MaxBatchSize.ShouldBe(size);
#pragma warning restore EF1001
    }

    /// <summary>The driver makes these itself only.</summary>
    private static SqlException Failure(int number)
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var make = typeof(SqlError).GetConstructors(Hidden).First(constructor => constructor.GetParameters().All(parameter => parameter.ParameterType != typeof(uint)));
        var error = make.Invoke([.. make.GetParameters().Select(parameter => parameter.Position == 0 ? number : Default(parameter.ParameterType))]);
        var errors = typeof(SqlErrorCollection).GetConstructors(Hidden)[0].Invoke([]);
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, "16.0"])!;
    }

    private static object? Default(Type type) => type == typeof(string) ? "" : type.IsValueType ? Activator.CreateInstance(type) : null;
}
