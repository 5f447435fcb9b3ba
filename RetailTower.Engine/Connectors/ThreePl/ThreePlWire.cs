using System.Text.Json;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>The service's JSON. Reading is strict: a member that is missing or null where it must not be is an error that names its place.</summary>
internal static class ThreePlWire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="JsonException">Not a <typeparamref name="T"/>; <see cref="JsonException.Path"/> says where.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException($"Expected {typeof(T).Name}, found null.");

    /// <summary>The same number without trailing zeros, so that 6.0 goes out as the whole number it is.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;
}

internal sealed record WireFulfilmentOrder(
    string Id, string Reference, string Release, string Status, long Version, DateTimeOffset UpdatedAt, IReadOnlyList<WireOrderLine> Lines);

/// <summary>A release as the service tells it when it is asked.</summary>
internal sealed record WireFulfilmentState(
    string Id, string Reference, string Release, string Centre, string Status, long Version, DateTimeOffset UpdatedAt, IReadOnlyList<WireStateLine> Lines, IReadOnlyList<WireStateParcel> Parcels);

internal sealed record WireStateLine(string Line, decimal Quantity, decimal Picked, decimal Packed);

internal sealed record WireStateParcel(string Id, string Carrier, string TrackingNumber, IReadOnlyList<WireOrderLine> Lines, string? Service = null, string? TrackingUrl = null);

internal sealed record WireOrderLine(string Line, string Sku, decimal Quantity);

internal sealed record WireList(IReadOnlyList<WireFulfilmentOrder> Items);

internal sealed record WireReturn(string Id, string Rma, WireLabel? Label = null);

/// <summary>What the customer sends the goods with.</summary>
internal sealed record WireLabel(string Carrier, string TrackingNumber, string? TrackingUrl = null);

internal sealed record WireEvent<T>(string Type, DateTimeOffset Timestamp, T Data);

internal sealed record WireFulfilment(
    string FulfilmentOrderId, string Reference, string Release, string Centre, long Version, IReadOnlyList<WireOrderLine> Lines);

internal sealed record WireShortPick(
    string FulfilmentOrderId, string Reference, string Release, string Centre, long Version, IReadOnlyList<WireShortLine> Lines);

internal sealed record WireShortLine(string Line, string Sku, decimal Ordered, decimal Picked);

internal sealed record WireShipment(
    string FulfilmentOrderId, string Reference, string Release, string Centre, long Version, IReadOnlyList<WireOrderLine> Lines, WireParcel Parcel);

internal sealed record WireParcel(string Id, string Carrier, string TrackingNumber, string? Service = null, string? TrackingUrl = null);

internal sealed record WireStockChange(string Centre, string Sku, decimal Available, long Version);

internal sealed record WireStockItem(string Sku, decimal Available, long Version, DateTimeOffset UpdatedAt);

internal sealed record WireReturnReceipt(string ReturnId, string Rma, string Reference, string Centre, IReadOnlyList<WireOrderLine> Lines);

internal sealed record WireInspection(string ReturnId, string Rma, string Reference, string Centre, IReadOnlyList<WireInspectedLine> Lines);

internal sealed record WireInspectedLine(string Line, string Sku, decimal Restock, decimal Refurbish, decimal Scrap);
