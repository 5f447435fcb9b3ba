using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RetailTower.Data.Kpis;
using RetailTower.Data.SqlServer;
using RetailTower.Tests.Database;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Kpis;

/// <summary>What SQL Server is asked for when hours are counted, where there is no server: each statement is proper T-SQL.</summary>
public sealed class KpiSqlTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_statement_that_counts_is_t_sql_and_counts_in_the_database()
    {
        var heard = new Silent();
        await using var db = new SqlServerTowerDbContext(new DbContextOptionsBuilder<SqlServerTowerDbContext>().UseSqlServer("Server=none").AddInterceptors(heard, new Closed()).Options);

        foreach (var count in KpiStore.Counts) (await count.CountAsync(db, Noon, Noon.AddHours(3), TestContext.Current.CancellationToken)).ShouldBeEmpty();

        heard.Statements.Count.ShouldBeGreaterThanOrEqualTo(KpiStore.Counts.Count);
        foreach (var statement in heard.Statements) DbFolder.Parse("counted", statement).ShouldNotBeNull();
        heard.Statements.Where(statement => !statement.Contains("GROUP BY", StringComparison.Ordinal)).ShouldAllBe(statement => statement.StartsWith("SELECT MIN(", StringComparison.Ordinal) || statement.Contains("[AuditEntries]", StringComparison.Ordinal));
        // A subquery may not stand in a GROUP BY there.
        heard.Statements.Select(statement => statement.Split("GROUP BY")).Where(parts => parts.Length > 1 && parts[^1].Contains("SELECT", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Answers nothing, but that something finished.</summary>
    private sealed class Silent : DbCommandInterceptor
    {
        public List<string> Statements { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Statements.Add(command.CommandText);
            using var answer = new DataTable();
            answer.Columns.Add("first", typeof(DateTimeOffset));
            if (command.CommandText.StartsWith("SELECT MIN(", StringComparison.Ordinal)) answer.Rows.Add(Noon);
            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(answer.CreateDataReader()));
        }
    }

    /// <summary>There is no server to connect to.</summary>
    private sealed class Closed : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());
    }
}
