namespace RetailTower.Data.Model;

/// <summary>Payloads of finished work, moved out of the tables that the engine works in. Their messages stay where they are and name it.</summary>
public sealed class PayloadArchive
{
    public long Id { get; set; }

    /// <summary>The order whose messages they are; null for messages that concern no order, such as stock levels.</summary>
    public long? OrderKey { get; set; }

    public DateTimeOffset ArchivedAt { get; set; }

    /// <summary>The newest inbox message among them or before them; where the next archive of messages without an order goes on.</summary>
    public long LastInboxId { get; set; }

    public int Payloads { get; set; }

    /// <summary>Bytes of the payloads before compression.</summary>
    public long Size { get; set; }

    /// <summary>A gzip-compressed tar: each payload byte for byte, as <c>in/ID</c> or <c>out/ID</c> with its message's number.</summary>
    public required byte[] Content { get; set; }
}
