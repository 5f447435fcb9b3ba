using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;
using RetailTower.Data.Stores;

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

    internal override Task AddCaseTermsAsync(string terms, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"""
        INSERT INTO CaseTerms ([Hash], CaseId) SELECT n.[Hash], n.CaseId FROM OPENJSON({terms}) WITH ([Hash] bigint '$[0]', CaseId bigint '$[1]') AS n
        WHERE NOT EXISTS (SELECT 1 FROM CaseTerms AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[Hash] = n.[Hash] AND t.CaseId = n.CaseId)
        """, cancellationToken);

    internal override Task RemoveCaseTermsAsync(string terms, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"DELETE t FROM CaseTerms AS t INNER JOIN OPENJSON({terms}) WITH ([Hash] bigint '$[0]', CaseId bigint '$[1]') AS n ON t.[Hash] = n.[Hash] AND t.CaseId = n.CaseId", cancellationToken);

    internal override async Task MoveCaseGroupsAsync(CaseGroupMoves moves, CancellationToken cancellationToken)
    {
        // HOLDLOCK: of two that open the first case of a cause at once, one waits for the other instead of failing.
        if (moves.Groups is { Count: > 0 } groups)
        {
            await Database.ExecuteSqlAsync(
                $"""
                DECLARE @moves TABLE (Fingerprint nvarchar(256), Kind int, Domain nvarchar(64), OwnerTeam nvarchar(64), Currency nvarchar(3), [System] nvarchar(64), Operation nvarchar(64), Cases int, MoneyAtRisk decimal(19,4));
                INSERT INTO @moves SELECT Fingerprint, Kind, Domain, OwnerTeam, Currency, [System], Operation, Cases, MoneyAtRisk FROM OPENJSON({JsonSerializer.Serialize(groups)}) WITH (
                    Fingerprint nvarchar(256), Kind int, Domain nvarchar(64), OwnerTeam nvarchar(64), Currency nvarchar(3), [System] nvarchar(64), Operation nvarchar(64), Cases int, MoneyAtRisk decimal(19,4));
                UPDATE t SET Cases = t.Cases + m.Cases, MoneyAtRisk = t.MoneyAtRisk + m.MoneyAtRisk
                FROM CaseGroups AS t WITH (UPDLOCK, HOLDLOCK) INNER JOIN @moves AS m
                ON t.Fingerprint = m.Fingerprint AND t.Kind = m.Kind AND t.Domain = m.Domain AND t.OwnerTeam = m.OwnerTeam AND t.Currency = m.Currency;
                INSERT INTO CaseGroups (Fingerprint, Kind, Domain, OwnerTeam, Currency, [System], Operation, Cases, MoneyAtRisk)
                SELECT m.Fingerprint, m.Kind, m.Domain, m.OwnerTeam, m.Currency, m.[System], m.Operation, m.Cases, m.MoneyAtRisk FROM @moves AS m
                WHERE m.Cases > 0 AND NOT EXISTS (SELECT 1 FROM CaseGroups AS t WITH (UPDLOCK, HOLDLOCK)
                    WHERE t.Fingerprint = m.Fingerprint AND t.Kind = m.Kind AND t.Domain = m.Domain AND t.OwnerTeam = m.OwnerTeam AND t.Currency = m.Currency);
                DELETE t FROM CaseGroups AS t INNER JOIN @moves AS m
                ON t.Fingerprint = m.Fingerprint AND t.Kind = m.Kind AND t.Domain = m.Domain AND t.OwnerTeam = m.OwnerTeam AND t.Currency = m.Currency WHERE t.Cases <= 0;
                """,
                cancellationToken);
        }

        if (moves.Opened.Count == 0) return;
        await Database.ExecuteSqlAsync(
            $"""
            DECLARE @opened TABLE ([Hour] datetimeoffset(7), Fingerprint nvarchar(256), Opened int);
            INSERT INTO @opened SELECT [Hour], Fingerprint, Opened FROM OPENJSON({JsonSerializer.Serialize(moves.Opened)}) WITH ([Hour] datetimeoffset(7), Fingerprint nvarchar(256), Opened int);
            UPDATE t SET Opened = t.Opened + o.Opened FROM CaseGroupHours AS t WITH (UPDLOCK, HOLDLOCK) INNER JOIN @opened AS o ON t.[Hour] = o.[Hour] AND t.Fingerprint = o.Fingerprint;
            INSERT INTO CaseGroupHours ([Hour], Fingerprint, Opened) SELECT o.[Hour], o.Fingerprint, o.Opened FROM @opened AS o
            WHERE NOT EXISTS (SELECT 1 FROM CaseGroupHours AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[Hour] = o.[Hour] AND t.Fingerprint = o.Fingerprint);
            """,
            cancellationToken);
    }

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
        // In small letters already: compared byte by byte, which is many times faster.
        builder.Entity<CaseText>().Property(x => x.Text).UseCollation(Exact);
        builder.Entity<CaseFields>().Property(x => x.Fields).UseCollation(Exact);
        KpiSql.Map(builder, KpiSql.DateHour, KpiSql.DatesBetween);
    }

    private static SqlException? Error(Exception failure) => failure as SqlException ?? failure.InnerException as SqlException;
}
