using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Signs what the tower sends, by Standard Webhooks 1.0.0, symmetric scheme <c>v1</c>: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key in a secret; null when it is none of 24 to 64 bytes, as the specification asks for.</summary>
    public static byte[]? TryDecode(string? secret)
    {
        if (secret?.StartsWith(Prefix, StringComparison.Ordinal) != true) return null;
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <param name="at">Seconds since 1970.</param>
    public static string Of(byte[] key, string id, long at, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{at}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
