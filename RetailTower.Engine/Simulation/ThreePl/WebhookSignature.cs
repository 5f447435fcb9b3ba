using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>
/// Standard Webhooks 1.0.0 (standard-webhooks/standard-webhooks, spec/standard-webhooks.md): HMAC-SHA256 over
/// `id.timestamp.body` with the bytes that follow `whsec_`, as `v1,` and padded standard base64.
/// </summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key in a secret, or null when it is not `whsec_` and 24 to 64 bytes of base64.</summary>
    public static byte[]? Key(string? secret)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <summary>The `webhook-signature` of a body; the timestamp is that of the attempt, in whole Unix seconds.</summary>
    public static string Sign(ReadOnlySpan<byte> key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
