using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class ReconciliationMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<RecordMapVersion>(e =>
        {
            e.ToTable("RecordMapVersions");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Who).HasMaxLength(Lengths.Name);
        });
        builder.Entity<StepTimesVersion>(e =>
        {
            e.ToTable("StepTimesVersions");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Who).HasMaxLength(Lengths.Name);
        });
        builder.Entity<Comparison>(e =>
        {
            e.ToTable("Comparisons");
            e.Property(x => x.RequestedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Silence).HasMaxLength(Lengths.Text);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.State, x.Id });
            e.HasIndex(x => new { x.Sample, x.Id });
            e.HasIndex(x => x.FinishedAt).HasFilter("[FinishedAt] IS NOT NULL");
        });
        builder.Entity<StockComparison>(e =>
        {
            e.ToTable("StockComparisons");
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.RequestedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Failure).HasMaxLength(Lengths.Text);
            e.HasIndex(x => new { x.System, x.Id });
            e.HasIndex(x => x.FinishedAt, "IX_StockComparisons_Open").HasFilter("[FinishedAt] IS NULL");
        });
        builder.Entity<ComparisonTally>(e =>
        {
            e.ToTable("ComparisonTallies");
            e.HasKey(x => new { x.ComparisonId, x.Channel, x.Region });
            e.Property(x => x.Channel).HasMaxLength(Lengths.System);
            e.Property(x => x.Region).HasMaxLength(Lengths.Word);
        });
        builder.Entity<ArrivedNumber>(e =>
        {
            e.ToTable("ArrivedNumbers");
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Series).HasMaxLength(Lengths.Reference);
        });
        builder.Entity<CountedSeries>(e =>
        {
            e.ToTable("CountedSeries");
            e.HasKey(x => new { x.System, x.Series });
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Series).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Version).IsConcurrencyToken();
        });
        builder.Entity<NumberGap>(e =>
        {
            e.ToTable("NumberGaps");
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Series).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Silence).HasMaxLength(Lengths.Text);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.System, x.AskAt });
            e.HasIndex(x => x.SeenAt);
            e.HasIndex(x => x.DueAt).HasFilter("[DueAt] IS NOT NULL");
        });
    }
}
