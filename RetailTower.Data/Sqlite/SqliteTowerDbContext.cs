using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;
using RetailTower.Data.Stores;

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

    internal override Task AddCaseTermsAsync(string terms, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"INSERT OR IGNORE INTO CaseTerms (Hash, CaseId) SELECT value ->> 0, value ->> 1 FROM json_each({terms})", cancellationToken);

    internal override Task RemoveCaseTermsAsync(string terms, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"DELETE FROM CaseTerms WHERE (Hash, CaseId) IN (SELECT value ->> 0, value ->> 1 FROM json_each({terms}))", cancellationToken);

    internal override async Task MoveCaseGroupsAsync(CaseGroupMoves moves, CancellationToken cancellationToken)
    {
        var groups = moves.Groups;
        if (groups.Count > 0)
        {
            var rows = JsonSerializer.Serialize(groups.Select(it => new { it.Fingerprint, it.Kind, it.Domain, it.OwnerTeam, it.Currency, it.System, it.Operation, it.Cases, Money = (long)(it.MoneyAtRisk * 10_000m) }));
            await Database.ExecuteSqlAsync(
                $"""
                INSERT INTO CaseGroups (Fingerprint, Kind, Domain, OwnerTeam, Currency, System, Operation, Cases, MoneyAtRisk)
                SELECT value ->> 'Fingerprint', value ->> 'Kind', value ->> 'Domain', value ->> 'OwnerTeam', value ->> 'Currency', value ->> 'System', value ->> 'Operation', value ->> 'Cases', value ->> 'Money'
                FROM json_each({rows}) WHERE true
                ON CONFLICT (Fingerprint, Kind, Domain, OwnerTeam, Currency) DO UPDATE SET Cases = Cases + excluded.Cases, MoneyAtRisk = MoneyAtRisk + excluded.MoneyAtRisk
                """,
                cancellationToken);
            if (groups.Any(it => it.Cases <= 0))
            {
                await Database.ExecuteSqlAsync($"DELETE FROM CaseGroups WHERE Fingerprint IN (SELECT value ->> 'Fingerprint' FROM json_each({rows})) AND Cases <= 0", cancellationToken);
            }
        }

        if (moves.Opened.Count == 0) return;
        var opened = JsonSerializer.Serialize(moves.Opened.Select(it => new { it.Hour.UtcTicks, it.Fingerprint, it.Opened }));
        await Database.ExecuteSqlAsync(
            $"""
            INSERT INTO CaseGroupHours (Hour, Fingerprint, Opened)
            SELECT value ->> 'UtcTicks', value ->> 'Fingerprint', value ->> 'Opened' FROM json_each({opened}) WHERE true
            ON CONFLICT (Hour, Fingerprint) DO UPDATE SET Opened = Opened + excluded.Opened
            """,
            cancellationToken);
    }

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
            e.Property(x => x.PhoneDigits).UseCollation(AnyCase);
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
