using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Sqlite;

/// <summary>The embedded default. Times are stored as UTC ticks and money as ten-thousandths, both integers: compact, ordered, exact.</summary>
public sealed class SqliteTowerDbContext(DbContextOptions<SqliteTowerDbContext> options) : TowerDbContext(options)
{
    private const string AnyCase = "NOCASE";
    private const int Busy = 5, Locked = 6, Constraint = 19, ConstraintPrimaryKey = 1555, ConstraintUnique = 2067;

    internal override IRowDriver Rows { get; } = new SqliteRows();

    public override bool IsDuplicateKey(Exception failure) =>
        Error(failure) is { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    public override bool IsTransient(Exception failure) => Error(failure) is { SqliteErrorCode: Busy or Locked };

    public override Task<int> AddBulkItemsAsync(long operationId, string caseIds, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"INSERT INTO BulkItems (OperationId, CaseId) SELECT {operationId}, value FROM json_each({caseIds})", cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<decimal>().HaveConversion<TenThousandths>();
    }

    /// <summary>
    /// What people type into the search box is compared as SQL Server's usual collation does, regardless of case; LIKE uses an index only then.
    /// Systems' own references stay exact.
    /// </summary>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Order>(e =>
        {
            e.Property(x => x.Number).UseCollation(AnyCase);
            e.Property(x => x.CustomerNumber).UseCollation(AnyCase);
            e.Property(x => x.CustomerName).UseCollation(AnyCase);
            e.Property(x => x.CustomerEmail).UseCollation(AnyCase);
            e.Property(x => x.PurchaseOrderNumber).UseCollation(AnyCase);
        });
        // Only who waits is looked for by subject; all the others need not cost an entry, at a place of its own in a large index.
        builder.Entity<InboxMessage>().HasIndex(x => new { x.System, x.Subject }).HasFilter($"[State] = {(int)InboxState.Waiting}");
        builder.Entity<Parcel>().Property(x => x.TrackingNumber).UseCollation(AnyCase);
        builder.Entity<Invoice>().Property(x => x.Number).UseCollation(AnyCase);
        KpiSql.Map(builder, KpiSql.TicksHour, KpiSql.TicksBetween);
    }

    private static SqliteException? Error(Exception failure) =>
        failure as SqliteException ?? failure.InnerException as SqliteException;

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class TenThousandths() : ValueConverter<decimal, long>(
        amount => (long)decimal.Round(amount * 10_000m, MidpointRounding.ToEven), units => units / 10_000m);
}
