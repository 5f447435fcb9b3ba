using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Mapping;

internal static class OrderMapping
{
    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<Order>(e =>
        {
            e.ToTable("Orders");
            e.HasKey(x => x.Key);
            e.Property(x => x.Key).ValueGeneratedNever();
            e.Property(x => x.Number).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Origin).HasMaxLength(Lengths.System);
            e.Property(x => x.CustomerNumber).HasMaxLength(Lengths.Word);
            e.Property(x => x.CustomerName).HasMaxLength(Lengths.Name);
            e.Property(x => x.CustomerEmail).HasMaxLength(Lengths.Name);
            e.Property(x => x.CustomerPhone).HasMaxLength(Lengths.Word);
            e.Property(x => x.PhoneDigits).HasMaxLength(PhoneDigits.Most);
            e.Property(x => x.PurchaseOrderNumber).HasMaxLength(Lengths.Reference);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.ErpNumber).HasMaxLength(Lengths.Word);
            e.Property(x => x.ShipTo).HasMaxLength(Lengths.Text);
            e.Property(x => x.Country).HasMaxLength(Lengths.Word);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Number);
            e.HasIndex(x => x.CustomerNumber);
            e.HasIndex(x => x.CustomerName);
            e.HasIndex(x => x.CustomerEmail).HasFilter("[CustomerEmail] IS NOT NULL");
            e.HasIndex(x => x.PhoneDigits).HasFilter("[PhoneDigits] IS NOT NULL");
            e.HasIndex(x => x.PurchaseOrderNumber).HasFilter("[PurchaseOrderNumber] IS NOT NULL");
            // By originator first: there are few of them, so that lists of any take one short range of each.
            e.HasIndex(x => new { x.Origin, x.Status, x.Key });
            e.HasIndex(x => x.ReceivedAt);
            e.HasIndex(x => x.PlacedAt);
            // Both, so that confirmation latency is read from the index alone.
            e.HasIndex(x => new { x.ConfirmedAt, x.ReceivedAt }).HasFilter("[ConfirmedAt] IS NOT NULL");
            // The hours in which goods left and orders finished, for the rollups and the orders behind them; what became of the money is counted from the index alone.
            e.HasIndex(x => new { x.ShippedAt, x.Settlement, x.Currency, x.ShippedValue }).HasFilter("[ShippedAt] IS NOT NULL");
            e.HasIndex(x => x.ClosedAt).HasFilter("[ClosedAt] IS NOT NULL");
            // Holds the closed orders whose payloads are still to be moved, and nothing else.
            e.HasIndex(x => x.QuietSince).HasFilter("[QuietSince] IS NOT NULL");
            e.HasMany(x => x.Lines).WithOne().HasForeignKey(x => x.OrderKey);
            e.HasMany(x => x.Parcels).WithOne().HasForeignKey(x => x.OrderKey);
            e.HasMany(x => x.Invoices).WithOne().HasForeignKey(x => x.OrderKey);
            e.HasMany(x => x.Expectations).WithOne().HasForeignKey(x => x.OrderKey);
            e.HasMany(x => x.Claims).WithOne().HasForeignKey(x => x.OrderKey);
            e.HasMany(x => x.Returns).WithOne().HasForeignKey(x => x.OrderKey);
        });
        builder.Entity<OrderLine>(e =>
        {
            e.ToTable("OrderLines");
            e.HasKey(x => new { x.OrderKey, x.LineNo, x.Part });
            e.Property(x => x.Sku).HasMaxLength(Lengths.Word);
            e.Property(x => x.Description).HasMaxLength(Lengths.Name);
            e.Property(x => x.Centre).HasMaxLength(Lengths.System);
            e.Property(x => x.Release).HasMaxLength(Lengths.Word);
            e.Property(x => x.ParcelId).HasMaxLength(Lengths.Word);
            e.Property(x => x.InvoiceNumber).HasMaxLength(Lengths.Word);
            e.Property(x => x.Rma).HasMaxLength(Lengths.Word);
            e.Property(x => x.Reference).HasMaxLength(Lengths.Reference);
            // What has no centre yet. Without the time of its state, which changes with every step.
            e.HasIndex(x => x.Sku).HasFilter($"[State] <= {(int)LineState.Confirmed}");
        });
        builder.Entity<OrderReference>(e =>
        {
            // No foreign key: intake gives an order its key, and registers its first reference, before the pump writes the order itself.
            e.ToTable("OrderReferences");
            // Led by what references are looked for by.
            e.HasKey(x => new { x.Value, x.System, x.Type });
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Type).HasMaxLength(Lengths.Word);
            e.Property(x => x.Value).HasMaxLength(Lengths.Reference);
            e.HasIndex(x => x.OrderKey);
        });
        builder.Entity<Parcel>(e =>
        {
            e.ToTable("Parcels");
            e.HasKey(x => new { x.OrderKey, x.Centre, x.ParcelId });
            e.Property(x => x.Centre).HasMaxLength(Lengths.System);
            e.Property(x => x.ParcelId).HasMaxLength(Lengths.Word);
            e.Property(x => x.Carrier).HasMaxLength(Lengths.Word);
            e.Property(x => x.TrackingNumber).HasMaxLength(Lengths.Reference);
            e.Property(x => x.TrackingUrl).HasMaxLength(Lengths.Text);
            e.HasIndex(x => x.TrackingNumber);
        });
        builder.Entity<Invoice>(e =>
        {
            e.ToTable("Invoices");
            e.HasKey(x => new { x.OrderKey, x.Number });
            e.Property(x => x.Number).HasMaxLength(Lengths.Word);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.Number);
        });
        builder.Entity<Expectation>(e =>
        {
            e.ToTable("Expectations");
            e.HasKey(x => new { x.OrderKey, x.Step });
            e.Property(x => x.Step).HasMaxLength(Lengths.Word);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.HasIndex(x => new { x.Overdue, x.DueAt });
            e.HasIndex(x => x.AskAt).HasFilter("[AskAt] IS NOT NULL");
        });
        builder.Entity<OrderReturn>(e =>
        {
            e.ToTable("Returns");
            e.HasKey(x => new { x.OrderKey, x.Rma });
            e.Property(x => x.Rma).HasMaxLength(Lengths.Word);
            e.Property(x => x.Reason).HasMaxLength(Lengths.Text);
            e.Property(x => x.RequestedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.DecidedBy).HasMaxLength(Lengths.Name);
            e.Property(x => x.Decision).HasMaxLength(Lengths.Text);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.Rma);
            // The list, of all and of each state, newest first.
            e.HasIndex(x => new { x.RequestedAt, x.OrderKey });
            e.HasIndex(x => new { x.State, x.RequestedAt, x.OrderKey });
        });
        builder.Entity<HistoryEntry>(e =>
        {
            e.ToTable("OrderHistory");
            e.Property(x => x.Source).HasMaxLength(Lengths.Name);
            e.Property(x => x.What).HasMaxLength(Lengths.Word);
            e.Property(x => x.FromState).HasMaxLength(Lengths.Word);
            e.Property(x => x.ToState).HasMaxLength(Lengths.Word);
            e.Property(x => x.Lines).HasMaxLength(Lengths.Text);
            e.Property(x => x.Detail).HasMaxLength(Lengths.Text);
            e.HasIndex(x => new { x.OrderKey, x.Id });
        });
        builder.Entity<Claim>(e =>
        {
            e.ToTable("Claims");
            e.HasKey(x => new { x.OrderKey, x.LineNo, x.Field, x.System });
            e.Property(x => x.Field).HasMaxLength(Lengths.Word);
            e.Property(x => x.System).HasMaxLength(Lengths.System);
            e.Property(x => x.Value).HasMaxLength(Lengths.Name);
        });
        builder.Entity<Customer>(e =>
        {
            e.ToTable("Customers");
            e.HasKey(x => x.Number);
            e.Property(x => x.Number).HasMaxLength(Lengths.Word);
            e.Property(x => x.Name).HasMaxLength(Lengths.Name);
        });
        builder.Entity<Product>(e =>
        {
            e.ToTable("Products");
            e.HasKey(x => x.Sku);
            e.Property(x => x.Sku).HasMaxLength(Lengths.Word);
            e.Property(x => x.Name).HasMaxLength(Lengths.Name);
        });
        builder.Entity<Stock>(e =>
        {
            e.ToTable("Stocks");
            e.HasKey(x => new { x.Sku, x.Centre });
            e.Property(x => x.Sku).HasMaxLength(Lengths.Word);
            e.Property(x => x.Centre).HasMaxLength(Lengths.System);
            e.HasIndex(x => x.KeptBack).HasFilter("[KeptBack] IS NOT NULL");
        });
    }
}
