using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Engine.Governance;

/// <summary>
/// How Standard Webhooks 1.0.0 (standard-webhooks/standard-webhooks, <c>spec/standard-webhooks.md</c>) sign by the symmetric scheme <c>v1</c>: base64 of HMAC-SHA256 over
/// <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSignature
{
    public const string Prefix = "whsec_";

    /// <summary>The key in a <c>whsec_</c> secret; null when it is not one, or has fewer bytes. The prefix may be absent.</summary>
    public static byte[]? TryDecode(string? secret, int least)
    {
        if (secret is null) return null;
        var encoded = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[encoded.Length];
        return !encoded.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(encoded, key, out var length) && length >= least ? key[..length] : null;
    }

    /// <param name="stamp">Seconds since 1970, as the header says them.</param>
    public static string Of(byte[] key, string id, string stamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{stamp}."));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
