using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class CaseSearchMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<CaseText>(e =>
        {
            e.ToTable("CaseTexts");
            e.HasKey(x => x.CaseId);
            e.Property(x => x.CaseId).ValueGeneratedNever();
            // What is still to be read.
            e.HasIndex(x => x.CaseId).HasFilter("[ReadAt] IS NULL");
        });
        builder.Entity<CaseFields>(e =>
        {
            e.ToTable("CaseFields");
            e.HasKey(x => x.CaseId);
            e.Property(x => x.CaseId).ValueGeneratedNever();
        });
        builder.Entity<CaseTerm>(e =>
        {
            e.ToTable("CaseTerms");
            e.HasKey(x => new { x.Hash, x.CaseId });
        });
        builder.Entity<SavedView>(e =>
        {
            e.ToTable("SavedViews");
            e.Property(x => x.Name).HasMaxLength(Lengths.Word);
            e.Property(x => x.Address).HasMaxLength(Lengths.Text);
            e.Property(x => x.Owner).HasMaxLength(Lengths.Name);
            e.Property(x => x.Team).HasMaxLength(Lengths.Word);
            e.HasIndex(x => new { x.Owner, x.Name }).IsUnique();
        });
    }
}
