using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class CaseMapping
{
    private const string Open = "[State] < 4";

    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<ExceptionCase>(e =>
        {
            e.ToTable("ExceptionCases");
            e.Property(x => x.Domain).HasMaxLength(Lengths.Word);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Operation).HasMaxLength(Lengths.Word);
            e.Property(x => x.Fingerprint).HasMaxLength(Lengths.Name);
            e.Property(x => x.SubjectKey).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Title).HasMaxLength(Lengths.Name);
            e.Property(x => x.Detail).HasMaxLength(Lengths.Text);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.OwnerTeam).HasMaxLength(Lengths.Word);
            e.Property(x => x.OwnerPerson).HasMaxLength(Lengths.Name);
            e.Property(x => x.Resolution).HasMaxLength(Lengths.Text);
            e.Property(x => x.Version).IsConcurrencyToken();
            // The queue; the board's figures and the groups from the index alone. Only open cases are in them, so they stay small for ever.
            e.HasIndex(x => new { x.DueAt, x.Id }).HasFilter(Open);
            e.HasIndex(x => new { x.Domain, x.Currency, x.OpenedAt, x.MoneyAtRisk, x.State }).HasFilter(Open);
            e.HasIndex(x => new { x.Fingerprint, x.OrderKey, x.OpenedAt, x.DueAt, x.Id, x.Currency, x.MoneyAtRisk, x.State }).HasFilter(Open);
            // What a group's first, newest, next due and earliest promised case is, at one step each.
            e.HasIndex(x => new { x.Fingerprint, x.OwnerTeam, x.OpenedAt, x.Id }).HasFilter(Open);
            e.HasIndex(x => new { x.Fingerprint, x.OwnerTeam, x.DueAt }).HasFilter(Open);
            e.HasIndex(x => new { x.Fingerprint, x.OwnerTeam, x.PromisedFor }).HasFilter($"{Open} AND [PromisedFor] IS NOT NULL");
            // Who climbs next, and who comes back next.
            e.HasIndex(x => new { x.ClimbsAt, x.Id }).HasFilter($"{Open} AND [ClimbsAt] IS NOT NULL");
            e.HasIndex(x => new { x.SnoozedUntil, x.Id }).HasFilter($"{Open} AND [SnoozedUntil] IS NOT NULL");
            // What was done about the last cases of a cause, closed ones among them.
            e.HasIndex(x => new { x.Fingerprint, x.Id });
            e.HasIndex(x => x.OrderKey);
            e.HasIndex(x => x.SubjectKey);
            // With all that a list of the orders behind a past moment asks, so that the thousands closed since are not read one by one.
            e.HasIndex(x => new { x.ResolvedAt, x.OpenedAt, x.Kind, x.OrderKey }).HasFilter("[ResolvedAt] IS NOT NULL");
        });
        builder.Entity<CaseGroupTotal>(e =>
        {
            e.ToTable("CaseGroups");
            e.HasKey(x => new { x.Fingerprint, x.Kind, x.Domain, x.OwnerTeam, x.Currency });
            e.Property(x => x.Fingerprint).HasMaxLength(Lengths.Name);
            e.Property(x => x.Domain).HasMaxLength(Lengths.Word);
            e.Property(x => x.OwnerTeam).HasMaxLength(Lengths.Word);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Operation).HasMaxLength(Lengths.Word);
        });
        builder.Entity<CaseGroupHour>(e =>
        {
            e.ToTable("CaseGroupHours");
            e.HasKey(x => new { x.Hour, x.Fingerprint });
            e.Property(x => x.Fingerprint).HasMaxLength(Lengths.Name);
        });
        builder.Entity<CaseEntry>(e =>
        {
            e.ToTable("CaseEntries");
            e.Property(x => x.Who).HasMaxLength(Lengths.Name);
            e.Property(x => x.What).HasMaxLength(Lengths.Word);
            e.Property(x => x.Text).HasMaxLength(Lengths.Text);
            e.HasIndex(x => new { x.CaseId, x.Id });
        });
        builder.Entity<BulkOperation>(e =>
        {
            e.ToTable("BulkOperations");
            e.Property(x => x.Action).HasMaxLength(Lengths.Word);
            e.Property(x => x.RequestedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Argument).HasMaxLength(Lengths.Text);
            e.Property(x => x.Note).HasMaxLength(Lengths.Text);
            e.Property(x => x.Change).HasMaxLength(Lengths.Text);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.DecidedBy).HasMaxLength(Lengths.Name);
            e.HasIndex(x => new { x.State, x.Id });
            e.HasIndex(x => x.Awaited).HasFilter("[Awaited] > 0");
        });
        builder.Entity<BulkItem>(e =>
        {
            e.ToTable("BulkItems");
            e.HasKey(x => new { x.OperationId, x.CaseId });
            e.Property(x => x.Outcome).HasMaxLength(Lengths.Text);
            // What is still to be done is found without passing over what is done.
            e.HasIndex(x => new { x.OperationId, x.CaseId }).HasFilter("[Succeeded] IS NULL");
            e.Property(x => x.Fingerprint).HasMaxLength(Lengths.Name);
            // What a preview found, each kind by itself.
            e.HasIndex(x => new { x.OperationId, x.Preview, x.CaseId }).HasFilter("[Preview] IS NOT NULL");
            // And what was let go and is not known to have ended.
            e.HasIndex(x => new { x.OperationId, x.CaseId }, "IX_BulkItems_Awaited").HasFilter("[Repeats] IS NOT NULL AND [Ended] IS NULL");
        });
        builder.Entity<MessageEdit>(e =>
        {
            e.ToTable("MessageEdits");
            e.Property(x => x.Subject).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Reason).HasMaxLength(Lengths.Text);
            e.Property(x => x.RequestedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.DecidedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Decision).HasMaxLength(Lengths.Text);
            e.HasIndex(x => new { x.Subject, x.Version }).IsUnique();
            // Of two people who edit the same original, the second one's commit fails here.
            e.HasIndex(x => x.Subject, "IX_MessageEdits_OnItsWay").IsUnique().HasFilter("[State] < 2");
            e.HasIndex(x => new { x.RequestedAt, x.Id }).HasFilter("[State] = 0");
        });
        builder.Entity<WallLink>(e =>
        {
            e.ToTable("WallLinks");
            e.Property(x => x.Name).HasMaxLength(Lengths.Word);
            e.Property(x => x.CreatedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.RevokedBy).HasMaxLength(Lengths.Name);
        });
        builder.Entity<AuditEntry>(e =>
        {
            e.ToTable("AuditEntries");
            e.Property(x => x.Who).HasMaxLength(Lengths.Name);
            e.Property(x => x.Action).HasMaxLength(Lengths.Word);
            e.Property(x => x.Target).HasMaxLength(Lengths.Name);
            e.Property(x => x.Detail).HasMaxLength(Lengths.Text);
            e.HasIndex(x => x.At);
            e.HasIndex(x => new { x.Action, x.At });
        });
        builder.Entity<ApiClient>(e =>
        {
            e.ToTable("ApiClients");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(Lengths.Word);
            e.Property(x => x.KeyHash).HasMaxLength(32);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Scopes).HasMaxLength(Lengths.Name);
            e.HasIndex(x => x.KeyHash).IsUnique();
        });
    }
}
