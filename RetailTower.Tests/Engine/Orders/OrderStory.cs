using RetailTower.Engine.Canonical;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>Brings an order of one line to a point of its life, so that a test can begin there.</summary>
internal static class OrderStory
{
    private static long _version = 100;

    public static OrderBench Placed(this OrderBench bench, params decimal[] quantities)
    {
        bench.Hear(OrderBench.Origin, new OrderPlaced(OrderBench.Placed(quantities)) { At = bench.Time.GetUtcNow(), Version = 1 });
        return bench;
    }

    /// <summary>The ERP states what it allocated of each line.</summary>
    public static OrderBench Allocated(this OrderBench bench, params decimal[] quantities)
    {
        var ordered = bench.Order.Lines.GroupBy(part => part.LineNo).ToDictionary(line => line.Key, line => line.Sum(part => part.Quantity));
        bench.Hear(OrderBench.Erp, new ErpOrderStated("SO101", true, [.. quantities.Select((allocated, index) => new ErpLine(index + 1, ordered[index + 1], allocated, 0, 0))]) { At = bench.Time.GetUtcNow() });
        return bench;
    }

    public static OrderBench Accepted(this OrderBench bench, decimal quantity, string release = "1") =>
        bench.Tell(new FulfilmentAccepted(OrderBench.East, release, "FO-1", [OrderBench.Line(1, quantity)]) { At = bench.Time.GetUtcNow(), Version = ++_version });

    public static OrderBench Picked(this OrderBench bench, decimal quantity, string release = "1") =>
        bench.Tell(new GoodsPicked(OrderBench.East, release, "FO-1", [OrderBench.Line(1, quantity)]) { At = bench.Time.GetUtcNow(), Version = ++_version });

    public static OrderBench Shipped(this OrderBench bench, decimal quantity, string parcel = "P1", string release = "1") =>
        bench.Tell(new ParcelShipped(OrderBench.East, release, "FO-1", new Parcel(parcel, "DPD", null, "T-" + parcel, null), [OrderBench.Line(1, quantity)]) { At = bench.Time.GetUtcNow(), Version = ++_version });

    public static OrderBench Invoiced(this OrderBench bench, decimal quantity, bool paid = false, string number = "INV1")
    {
        bench.Hear(OrderBench.Erp, new InvoiceStated(number, 10, "GBP", paid, false, [new InvoicedLine(1, quantity)]) { At = bench.Time.GetUtcNow(), Version = paid ? 2 : 1 });
        return bench;
    }

    public static OrderBench Cancelled(this OrderBench bench, params LineQuantity[] lines)
    {
        bench.Hear(OrderBench.Origin, new CancelRequested(lines, "no longer wanted") { At = bench.Time.GetUtcNow() });
        return bench;
    }

    public static OrderBench Amended(this OrderBench bench, long version, params decimal[] quantities)
    {
        bench.Hear(OrderBench.Origin, new OrderAmended(OrderBench.Placed(quantities)) { At = bench.Time.GetUtcNow(), Version = version });
        return bench;
    }

    /// <summary>Goods of the return came to the centre.</summary>
    public static OrderBench CameBack(this OrderBench bench, string rma, decimal quantity) =>
        bench.Tell(new GoodsReturned(OrderBench.East, rma, [OrderBench.Line(1, quantity)]) { At = bench.Time.GetUtcNow() });

    /// <summary>The centre found them to be as new, save for those that need work or are lost.</summary>
    public static OrderBench Inspected(this OrderBench bench, string rma, decimal quantity, decimal refurbish = 0, decimal scrap = 0) =>
        bench.Tell(new GoodsInspected(OrderBench.East, rma, [new InspectedLine(1, quantity - refurbish - scrap, refurbish, scrap)]) { At = bench.Time.GetUtcNow() });

    private static OrderBench Tell(this OrderBench bench, CanonicalEvent it)
    {
        bench.Hear(OrderBench.East, it);
        return bench;
    }
}
