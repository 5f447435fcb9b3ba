using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class MessageMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<InboxMessage>(e =>
        {
            e.ToTable("InboxMessages");
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.MessageKey).HasMaxLength(Lengths.MessageKey);
            e.Property(x => x.Kind).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Subject).HasMaxLength(Lengths.MessageKey);
            e.Property(x => x.ContentType).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Reason).HasMaxLength(Lengths.Text);
            e.Property(x => x.TraceParent).HasMaxLength(Lengths.Word);
            e.HasIndex(x => new { x.System, x.MessageKey }).IsUnique();
            // One index leads the pump to its due work, the retry of waiting messages to theirs, and screens to what is stuck and since when.
            e.HasIndex(x => new { x.State, x.Partition, x.Id, x.ReceivedAt });
            e.HasIndex(x => new { x.OrderKey, x.Id });
            // Asked of each message that is about to be worked on, and nearly always empty.
            e.HasIndex(x => x.OrderKey, "IX_InboxMessages_Failed").HasFilter($"[State] = {(int)InboxState.Failed}");
            e.HasIndex(x => new { x.System, x.Subject });
        });
        builder.Entity<OutboxMessage>(e =>
        {
            e.ToTable("OutboxMessages");
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Operation).HasMaxLength(Lengths.Word);
            e.Property(x => x.IdempotencyKey).HasMaxLength(Lengths.Reference);
            e.Property(x => x.CoalesceKey).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Result).HasMaxLength(Lengths.Text);
            e.Property(x => x.TraceParent).HasMaxLength(Lengths.Word);
            // DueAt only so that the depth of each lane, and how much of it is due, is read from the index alone.
            e.HasIndex(x => new { x.State, x.System, x.Partition, x.Id, x.DueAt });
            e.HasIndex(x => new { x.OrderKey, x.System, x.Id });
            e.HasIndex(x => x.CoalesceKey).HasFilter("[CoalesceKey] IS NOT NULL");
            // Only what is measured from its source, once it arrived. By state first: SQLite would otherwise look through all calls of that state.
            e.HasIndex(x => new { x.State, x.DoneAt }).HasFilter("[ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL");
        });
        builder.Entity<PayloadArchive>(e =>
        {
            e.ToTable("PayloadArchives");
            e.HasIndex(x => new { x.OrderKey, x.Id });
        });
        builder.Entity<CallAttempt>(e =>
        {
            e.ToTable("CallAttempts");
            e.HasIndex(x => x.OutboxId);
            e.Property(x => x.Outcome).HasMaxLength(Lengths.Word);
            e.Property(x => x.Code).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Message).HasMaxLength(Lengths.Text);
        });
        builder.Entity<Lane>(e =>
        {
            e.ToTable("Lanes");
            e.HasKey(x => x.System);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.PausedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.PauseReason).HasMaxLength(Lengths.Text);
            e.Property(x => x.RestReason).HasMaxLength(Lengths.Text);
            e.Property(x => x.LastFailure).HasMaxLength(Lengths.Text);
        });
        builder.Entity<FeedCursor>(e =>
        {
            e.ToTable("FeedCursors");
            e.HasKey(x => new { x.System, x.Feed });
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Feed).HasMaxLength(Lengths.Word);
            e.Property(x => x.Cursor).HasMaxLength(Lengths.Text);
        });
        builder.Entity<Lease>(e =>
        {
            e.ToTable("Leases");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Owner).HasMaxLength(Lengths.Reference).IsConcurrencyToken();
        });
        builder.Entity<NumberSeries>(e =>
        {
            e.ToTable("NumberSeries");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(Lengths.Word);
        });
    }
}
