using System.Buffers.Binary;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Order ids end in four zero bytes, where their lines' ids carry the line's sequence: so `salesOrderLines(id)`, asked
/// for without its order, finds it without an index of every line.
/// </summary>
internal static class LineIds
{
    public static Guid NewOrder() => Of(Guid.NewGuid(), 0);

    public static Guid OrderOf(Guid lineId) => Of(lineId, 0);

    public static Guid Of(Guid orderId, int sequence)
    {
        Span<byte> bytes = stackalloc byte[16];
        orderId.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], sequence);
        return new Guid(bytes);
    }
}
