using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.SqlServer;

/// <summary>Production. Its schema is owned by <c>db/</c>; this model must agree with it, and a test says so.</summary>
public sealed class SqlServerTowerDbContext(DbContextOptions<SqlServerTowerDbContext> options) : TowerDbContext(options)
{
    private const string Exact = "Latin1_General_100_BIN2";
    private const int UniqueIndex = 2601, UniqueConstraint = 2627, Deadlock = 1205, LockTimeout = 1222, Snapshot = 3960;

    internal override IRowDriver Rows { get; } = new CommandRows();

    public override bool IsDuplicateKey(Exception failure) => Error(failure) is { Number: UniqueIndex or UniqueConstraint };

    public override bool IsTransient(Exception failure) =>
        Error(failure) is { } error && (error.IsTransient || error.Number is Deadlock or LockTimeout or Snapshot);

    public override Task<int> AddBulkItemsAsync(long operationId, string caseIds, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"INSERT INTO BulkItems (OperationId, CaseId) SELECT {operationId}, CAST([value] AS bigint) FROM OPENJSON({caseIds})", cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(7);
        configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
    }

    /// <summary>Foreign ids may differ in case alone; the usual collation would take two of them for one.</summary>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<OrderReference>().Property(x => x.Value).UseCollation(Exact);
        builder.Entity<InboxMessage>(e =>
        {
            e.Property(x => x.MessageKey).UseCollation(Exact);
            e.Property(x => x.Subject).UseCollation(Exact);
        });
        KpiSql.Map(builder, KpiSql.DateHour, KpiSql.DatesBetween);
    }

    private static SqlException? Error(Exception failure) => failure as SqlException ?? failure.InnerException as SqlException;
}
