using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class OwnershipMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<Person>().Property(x => x.Team).HasMaxLength(Lengths.Word);
        builder.Entity<CaseWait>(e =>
        {
            e.ToTable("CaseWaits");
            e.HasKey(x => x.CaseId);
            e.Property(x => x.CaseId).ValueGeneratedNever();
            e.Property(x => x.On).HasMaxLength(Lengths.Word);
            e.Property(x => x.Because).HasMaxLength(Lengths.Text);
        });
        builder.Entity<Notice>(e =>
        {
            e.ToTable("Notices");
            e.Property(x => x.Team).HasMaxLength(Lengths.Word);
            e.Property(x => x.Fingerprint).HasMaxLength(Lengths.Name);
            e.Property(x => x.Title).HasMaxLength(Lengths.Name);
            e.Property(x => x.ClosedBy).HasMaxLength(Lengths.Name);
            // Of two nodes that open the same one, the second one's commit fails here and counts its cases to the first.
            e.HasIndex(x => new { x.Fingerprint, x.Team, x.Rung }).IsUnique().HasFilter("[ClosedAt] IS NULL");
            e.HasIndex(x => x.OpenedAt);
        });
        builder.Entity<NoticeAddressee>(e =>
        {
            e.ToTable("NoticeAddressees");
            e.HasKey(x => new { x.NoticeId, x.Addressee });
            e.Property(x => x.Addressee).HasMaxLength(Lengths.Name);
        });
        builder.Entity<Letter>(e =>
        {
            e.ToTable("Letters");
            e.Property(x => x.Recipient).HasMaxLength(Lengths.Name);
            e.Property(x => x.LastError).HasMaxLength(Lengths.Text);
            e.HasIndex(x => new { x.Channel, x.DueAt, x.Id }).HasFilter("[EndedAt] IS NULL");
            e.HasIndex(x => x.EndedAt).HasFilter("[LastError] IS NOT NULL");
            // What was the last for a recipient.
            e.HasIndex(x => new { x.Channel, x.Recipient, x.Id });
        });
        builder.Entity<LetterNotice>(e =>
        {
            e.ToTable("LetterNotices");
            e.HasKey(x => new { x.LetterId, x.NoticeId });
        });
        builder.Entity<HandOver>(e =>
        {
            e.ToTable("HandOvers");
            e.Property(x => x.Team).HasMaxLength(Lengths.Word);
            e.Property(x => x.Author).HasMaxLength(Lengths.Name);
            e.Property(x => x.Text).HasMaxLength(Lengths.Text);
            e.Property(x => x.SeenBy).HasMaxLength(Lengths.Name);
            e.HasIndex(x => new { x.Team, x.Id }).HasFilter("[SeenAt] IS NULL");
            e.HasIndex(x => x.At);
        });
    }
}
