using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class NodeMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<Node>(e =>
        {
            e.ToTable("Nodes");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Version).HasMaxLength(Lengths.Word);
            e.Property(x => x.Address).HasMaxLength(Lengths.Text);
        });
        builder.Entity<NodeChange>(e =>
        {
            e.ToTable("NodeChanges");
            e.Property(x => x.Node).HasMaxLength(Lengths.Reference);
        });
        builder.Entity<DataProtectionKey>(e =>
        {
            e.ToTable("DataProtectionKeys");
            e.Property(x => x.FriendlyName).HasMaxLength(Lengths.Name);
        });
    }
}
