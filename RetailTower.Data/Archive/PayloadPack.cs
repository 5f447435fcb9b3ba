using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace RetailTower.Data.Archive;

/// <summary>Which message a payload belongs to.</summary>
/// <param name="Id">Its number in the inbox, or in the outbox when it is outbound.</param>
internal readonly record struct PayloadName(bool Outbound, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Outbound ? "out" : "in")}/{Id}");
}

/// <summary>
/// Packs payloads into a gzip-compressed tar, in which those of one order, so much alike, shrink to a fraction; a format that any tool opens when the tower is
/// not there to.
/// </summary>
internal static class PayloadPack
{
    public static byte[] Pack(IEnumerable<KeyValuePair<PayloadName, byte[]>> payloads)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Ustar))
        {
            foreach (var (name, bytes) in payloads)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name.ToString()) { DataStream = new MemoryStream(bytes, writable: false) });
        }

        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Pack"/> makes.</exception>
    public static Dictionary<PayloadName, byte[]> Unpack(byte[] content)
    {
        var payloads = new Dictionary<PayloadName, byte[]>();
        using var zip = new GZipStream(new MemoryStream(content, writable: false), CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            payloads.Add(Name(entry.Name), bytes.ToArray());
        }

        return payloads;
    }

    private static PayloadName Name(string entry) => entry.Split('/') is [("in" or "out") and var way, var number] && long.TryParse(number, CultureInfo.InvariantCulture, out var id)
        ? new PayloadName(way == "out", id)
        : throw new InvalidDataException($"The archive holds '{entry}', which is no message's payload.");
}
