using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>What a centre's messages mean. <c>version</c> grows with each change of one fulfilment order (or of one SKU's stock).</summary>
internal static class ThreePlEvents
{
    public const string Accepted = "fulfilment.accepted";
    public const string Picked = "fulfilment.picked";
    public const string Packed = "fulfilment.packed";
    public const string Cancelled = "fulfilment.cancelled";
    public const string ShortPicked = "fulfilment.short_picked";
    public const string Shipped = "fulfilment.shipped";
    public const string InventoryChanged = "inventory.changed";
    public const string ReturnReceived = "return.received";
    public const string ReturnInspected = "return.inspected";

    /// <summary>One item of an inventory page; the tower's own name, for the service has none.</summary>
    public const string InventoryItem = "inventory.item";

    /// <summary>A release as the centre's books have it; the tower's own name, for the service has none.</summary>
    public const string FulfilmentOrder = "fulfilment-order";

    /// <summary>The list of them.</summary>
    public const string FulfilmentOrders = "fulfilment-orders";

    public static bool ConcernsOrder(string kind) => kind is Accepted or Picked or Packed or Cancelled or ShortPicked or Shipped or ReturnReceived or ReturnInspected;

    public static Subject StockSubject(string sku) => new Subject.Loose($"stock/{sku}");

    public static Interpretation Interpret(StoredMessage message)
    {
        try
        {
            return message.Kind switch
            {
                Accepted => Fulfilment(message, (e, lines) => new FulfilmentAccepted(e.Centre, e.Release, e.FulfilmentOrderId, lines) { At = default }),
                Picked => Fulfilment(message, (e, lines) => new GoodsPicked(e.Centre, e.Release, e.FulfilmentOrderId, lines) { At = default }),
                Packed => Fulfilment(message, (e, lines) => new GoodsPacked(e.Centre, e.Release, e.FulfilmentOrderId, lines) { At = default }),
                Cancelled => Fulfilment(message, (e, lines) => new FulfilmentCancelled(e.Centre, e.Release, e.FulfilmentOrderId, lines) { At = default }),
                ShortPicked => Short(message),
                Shipped => Shipment(message),
                InventoryChanged => StockChange(message),
                InventoryItem => StockItem(message),
                ReturnReceived => Return(message),
                ReturnInspected => Inspection(message),
                FulfilmentOrder => Books(message),
                _ => new Interpretation.Unknown("#/type", $"No such event of a distribution centre: {message.Kind}."),
            };
        }
        catch (JsonException e)
        {
            return new Interpretation.Unknown(e.Path ?? "#", "The event does not have the documented shape.");
        }
    }

    /// <summary>The tower numbers lines from 1 and sends the number as text.</summary>
    /// <exception cref="JsonException">It came back as something else.</exception>
    public static int LineNo(string line) =>
        int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new JsonException("Not a line number.", "#/data/lines", null, null);

    public static IReadOnlyList<LineQuantity> Quantities(IEnumerable<WireOrderLine> lines) =>
        [.. lines.Select(l => new LineQuantity(LineNo(l.Line), l.Quantity))];

    private static Interpretation Fulfilment(StoredMessage message, Func<WireFulfilment, IReadOnlyList<LineQuantity>, CanonicalEvent> state)
    {
        var read = ThreePlWire.Read<WireEvent<WireFulfilment>>(message.Body.Span);
        var (e, at) = (read.Data, read.Timestamp);
        return Said(message, e.Centre, () => state(e, Quantities(e.Lines)) with
        {
            At = at,
            Version = e.Version,
            References = [FulfilmentReference(message.System, e.FulfilmentOrderId)],
        });
    }

    private static Interpretation Short(StoredMessage message)
    {
        var read = ThreePlWire.Read<WireEvent<WireShortPick>>(message.Body.Span);
        var e = read.Data;
        LineQuantity[] missing = [.. e.Lines.Where(l => l.Picked < l.Ordered).Select(l => new LineQuantity(LineNo(l.Line), l.Ordered - l.Picked))];
        return Said(message, e.Centre, () => new GoodsShortPicked(e.Centre, e.Release, e.FulfilmentOrderId, missing)
        {
            At = read.Timestamp,
            Version = e.Version,
            References = [FulfilmentReference(message.System, e.FulfilmentOrderId)],
        });
    }

    private static Interpretation Shipment(StoredMessage message)
    {
        var read = ThreePlWire.Read<WireEvent<WireShipment>>(message.Body.Span);
        var (e, p) = (read.Data, read.Data.Parcel);
        var parcel = new Parcel(p.Id, p.Carrier, p.Service, p.TrackingNumber, p.TrackingUrl);
        return Said(message, e.Centre, () => new ParcelShipped(e.Centre, e.Release, e.FulfilmentOrderId, parcel, Quantities(e.Lines))
        {
            At = read.Timestamp,
            Version = e.Version,
            References = [FulfilmentReference(message.System, e.FulfilmentOrderId), new Reference(message.System, "tracking", p.TrackingNumber)],
        });
    }

    private static Interpretation Return(StoredMessage message)
    {
        var read = ThreePlWire.Read<WireEvent<WireReturnReceipt>>(message.Body.Span);
        var e = read.Data;
        return Said(message, e.Centre, () => new GoodsReturned(e.Centre, e.Rma, Quantities(e.Lines))
        {
            At = read.Timestamp,
            References = [new Reference(message.System, "return", e.ReturnId)],
        });
    }

    private static Interpretation Inspection(StoredMessage message)
    {
        var read = ThreePlWire.Read<WireEvent<WireInspection>>(message.Body.Span);
        var e = read.Data;
        return Said(message, e.Centre, () => new GoodsInspected(e.Centre, e.Rma, [.. e.Lines.Select(l => new InspectedLine(LineNo(l.Line), l.Restock, l.Refurbish, l.Scrap))])
        {
            At = read.Timestamp,
            References = [new Reference(message.System, "return", e.ReturnId)],
        });
    }

    private static Interpretation Books(StoredMessage message)
    {
        var order = ThreePlWire.Read<WireFulfilmentState>(message.Body.Span);
        // Until it has picked, nothing is missing; then whatever it wanted and did not pick is.
        var picking = order.Status is "accepted" or "cancelled";
        LineProgress[] lines = [.. order.Lines.Select(l => new LineProgress(LineNo(l.Line), l.Quantity, l.Picked, l.Packed, picking ? 0 : l.Quantity - l.Picked))];
        var parcels = order.Parcels.Select(p => new ParcelShipped(
            order.Centre, order.Release, order.Id, new Parcel(p.Id, p.Carrier, p.Service, p.TrackingNumber, p.TrackingUrl), Quantities(p.Lines)) { At = order.UpdatedAt, Version = order.Version });
        return Said(message, order.Centre, () => new FulfilmentStated(order.Centre, order.Release, order.Id, order.Status, lines, [.. parcels])
        {
            At = order.UpdatedAt,
            Version = order.Version,
            References = [FulfilmentReference(message.System, order.Id)],
        });
    }

    private static Interpretation StockChange(StoredMessage message)
    {
        var read = ThreePlWire.Read<WireEvent<WireStockChange>>(message.Body.Span);
        var e = read.Data;
        return Said(message, e.Centre, () => new StockStated(e.Centre, e.Sku, e.Available) { At = read.Timestamp, Version = e.Version });
    }

    private static Interpretation StockItem(StoredMessage message)
    {
        var item = ThreePlWire.Read<WireStockItem>(message.Body.Span);
        return Said(message, message.System, () =>
            new StockStated(message.System, item.Sku, item.Available) { At = item.UpdatedAt, Version = item.Version });
    }

    /// <summary>A centre speaks only for itself: another one's name means that two connections were mixed up.</summary>
    private static Interpretation Said(StoredMessage message, string centre, Func<CanonicalEvent> state) => centre == message.System
        ? new Interpretation.Events([state()])
        : new Interpretation.Unknown("#/data/centre", $"{message.System} speaks of {centre}; the webhook endpoints or base addresses may be mixed up.");

    private static Reference FulfilmentReference(string system, string id) => new(system, "fulfilmentOrder", id);
}
