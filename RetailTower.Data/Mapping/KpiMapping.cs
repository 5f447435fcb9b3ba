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
