using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;
using RetailTower.Data.Stores;

namespace RetailTower.Data;

/// <summary>The tower's one model. A provider adds only how it stores times and money and which of its errors mean what.</summary>
public abstract class TowerDbContext(DbContextOptions options) : IdentityDbContext<Person>(options), IDataProtectionKeyContext
{
    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<PayloadArchive> Archives => Set<PayloadArchive>();
    public DbSet<CallAttempt> CallAttempts => Set<CallAttempt>();
    public DbSet<Lane> Lanes => Set<Lane>();
    public DbSet<FeedCursor> FeedCursors => Set<FeedCursor>();
    public DbSet<Lease> Leases => Set<Lease>();
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();
    public DbSet<Node> Nodes => Set<Node>();
    public DbSet<NodeChange> NodeChanges => Set<NodeChange>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
    public DbSet<OrderReference> OrderReferences => Set<OrderReference>();
    public DbSet<Parcel> Parcels => Set<Parcel>();
    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<OrderReturn> Returns => Set<OrderReturn>();
    public DbSet<Expectation> Expectations => Set<Expectation>();
    public DbSet<HistoryEntry> History => Set<HistoryEntry>();
    public DbSet<Claim> Claims => Set<Claim>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Stock> Stocks => Set<Stock>();
    public DbSet<ExceptionCase> Cases => Set<ExceptionCase>();
    public DbSet<CaseGroupTotal> CaseGroups => Set<CaseGroupTotal>();
    public DbSet<CaseGroupHour> CaseGroupHours => Set<CaseGroupHour>();
    public DbSet<CaseText> CaseTexts => Set<CaseText>();
    public DbSet<CaseFields> CaseFields => Set<CaseFields>();
    public DbSet<CaseTerm> CaseTerms => Set<CaseTerm>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<CaseWait> CaseWaits => Set<CaseWait>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<NoticeAddressee> NoticeAddressees => Set<NoticeAddressee>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<LetterNotice> LetterNotices => Set<LetterNotice>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();
    public DbSet<CaseEntry> CaseEntries => Set<CaseEntry>();
    public DbSet<BulkOperation> BulkOperations => Set<BulkOperation>();
    public DbSet<BulkItem> BulkItems => Set<BulkItem>();
    public DbSet<MessageEdit> Edits => Set<MessageEdit>();
    public DbSet<WallLink> WallLinks => Set<WallLink>();
    public DbSet<RecordMapVersion> RecordMapVersions => Set<RecordMapVersion>();
    public DbSet<StockComparison> StockComparisons => Set<StockComparison>();
    public DbSet<StepTimesVersion> StepTimesVersions => Set<StepTimesVersion>();
    public DbSet<Comparison> Comparisons => Set<Comparison>();
    public DbSet<ComparisonTally> ComparisonTallies => Set<ComparisonTally>();
    public DbSet<ArrivedNumber> ArrivedNumbers => Set<ArrivedNumber>();
    public DbSet<CountedSeries> CountedSeries => Set<CountedSeries>();
    public DbSet<NumberGap> NumberGaps => Set<NumberGap>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<ApiClient> ApiClients => Set<ApiClient>();
    public DbSet<KpiHour> KpiHours => Set<KpiHour>();
    public DbSet<ChannelBrand> ChannelBrands => Set<ChannelBrand>();
    public DbSet<Annotation> Annotations => Set<Annotation>();
    public DbSet<KpiDay> KpiDays => Set<KpiDay>();

    /// <summary>True when the failure is a unique key met twice; decided by the provider's error code, never by text.</summary>
    public abstract bool IsDuplicateKey(Exception failure);

    /// <summary>True when the same work may succeed on a second try (deadlock, lock time-out, lost connection).</summary>
    public abstract bool IsTransient(Exception failure);

    /// <summary>How rows are written and read where EF's own ways cost too much.</summary>
    internal abstract IRowDriver Rows { get; }

    /// <summary>Adds an item to a bulk operation for each case of the JSON array, in one statement however many there are.</summary>
    public abstract Task<int> AddBulkItemsAsync(long operationId, string caseIds, CancellationToken cancellationToken);

    /// <summary>Adds terms of cases, in one statement however many there are; those that are there stay.</summary>
    /// <param name="terms">A JSON array of arrays of hash and case.</param>
    internal abstract Task AddCaseTermsAsync(string terms, CancellationToken cancellationToken);

    /// <summary>Takes terms of cases away, in one statement however many there are.</summary>
    /// <param name="terms">A JSON array of arrays of hash and case.</param>
    internal abstract Task RemoveCaseTermsAsync(string terms, CancellationToken cancellationToken);

    /// <summary>Adds to the groups of cases what this commit moves between them, in one statement however many cases there are.</summary>
    internal abstract Task MoveCaseGroupsAsync(CaseGroupMoves moves, CancellationToken cancellationToken);

    /// <summary>Whoever writes a case moves its group along, in the same transaction: no way past it is left open.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var moves = CaseGroupMoves.Of(ChangeTracker);
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (moves is not null) await MoveCaseGroupsAsync(moves, cancellationToken);
        return written;
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        MessageMapping.Apply(builder);
        OrderMapping.Apply(builder);
        CaseMapping.Apply(builder);
        CaseSearchMapping.Apply(builder);
        OwnershipMapping.Apply(builder);
        ReconciliationMapping.Apply(builder);
        NodeMapping.Apply(builder);
        KpiMapping.Apply(builder);
    }
}
