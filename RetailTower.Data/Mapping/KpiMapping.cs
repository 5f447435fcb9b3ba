using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class KpiMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<KpiHour>(e =>
        {
            e.ToTable("KpiHours");
            e.HasKey(x => new { x.Hour, x.Figure, x.Channel, x.Region, x.Currency, x.Bucket });
            e.Property(x => x.Figure).HasMaxLength(Lengths.Word);
            e.Property(x => x.Channel).HasMaxLength(Lengths.System);
            e.Property(x => x.Region).HasMaxLength(Lengths.Word);
            e.Property(x => x.Currency).HasMaxLength(3);
        });
        builder.Entity<ChannelBrand>(e =>
        {
            e.ToTable("ChannelBrands");
            e.HasKey(x => x.Channel);
            e.Property(x => x.Channel).HasMaxLength(Lengths.System);
            e.Property(x => x.Brand).HasMaxLength(Lengths.Word);
        });
        builder.Entity<Annotation>(e =>
        {
            e.ToTable("Annotations");
            e.Property(x => x.Text).HasMaxLength(Lengths.Name);
            e.Property(x => x.Who).HasMaxLength(Lengths.Name);
            e.HasIndex(x => x.At);
        });
        builder.Entity<KpiDay>(e =>
        {
            e.ToTable("KpiDays");
            e.HasKey(x => new { x.Day, x.Figure, x.Channel, x.Region, x.Currency, x.Bucket });
            e.Property(x => x.Figure).HasMaxLength(Lengths.Word);
            e.Property(x => x.Channel).HasMaxLength(Lengths.System);
            e.Property(x => x.Region).HasMaxLength(Lengths.Word);
            e.Property(x => x.Currency).HasMaxLength(3);
        });
    }
}
