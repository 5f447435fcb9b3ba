using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>
/// Proof that a call is genuine by Standard Webhooks 1.0.0, see <see cref="WebhookSignature"/>.
/// </summary>
internal sealed class StandardWebhook(IReadOnlyList<byte[]> keys)
{
    /// <summary>
    /// The spec asks for 24 to 64 bytes. Shorter keys are in use, but below 16 bytes a key is rather a malformed secret that a lenient decoder
    /// turned into almost nothing, and anyone could forge with it.
    /// </summary>
    public const int ShortestKey = 16;

    /// <summary>As the official libraries: a call from further in the past or the future is a replay or a wrong clock.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>The key in a <c>whsec_</c> secret, or null when it is not one or too short. The prefix may be absent.</summary>
    public static byte[]? TryDecodeSecret(string? secret) => WebhookSignature.TryDecode(secret, ShortestKey);

    /// <summary>Null when the call is genuine, else what is wrong with it.</summary>
    public string? Refuse(IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        string? id = headers["webhook-id"], stamp = headers["webhook-timestamp"], signatures = headers["webhook-signature"];
        if (string.IsNullOrEmpty(id)) return "The webhook-id header is missing.";
        if (string.IsNullOrEmpty(stamp)) return "The webhook-timestamp header is missing.";
        if (string.IsNullOrEmpty(signatures)) return "The webhook-signature header is missing.";
        // The dot separates the signed parts: an id that holds one could be cut elsewhere.
        if (id.Contains('.', StringComparison.Ordinal)) return "The webhook-id header holds a dot.";
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return "The webhook-timestamp header is not a whole number of seconds.";
        if (Math.Abs(receivedAt.ToUnixTimeSeconds() - (double)seconds) > Tolerance.TotalSeconds)
            return "The webhook-timestamp header is more than 300 seconds away from the tower's clock.";
        return Matches(signatures, id, stamp, body) ? null : "No entry of the webhook-signature header matches the body.";
    }

    /// <summary>Several entries mean that the sender rotates its key; entries of unknown versions are skipped.</summary>
    private bool Matches(string signatures, string id, string stamp, ReadOnlySpan<byte> body)
    {
        var expected = new List<byte[]>(keys.Count);
        foreach (var key in keys) expected.Add(Encoding.ASCII.GetBytes(WebhookSignature.Of(key, id, stamp, body)));
        var genuine = false;
        foreach (var entry in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = Encoding.UTF8.GetBytes(entry);
            foreach (var signature in expected) genuine |= CryptographicOperations.FixedTimeEquals(bytes, signature);
        }
        return genuine;
    }
}
