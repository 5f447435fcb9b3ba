using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>
/// Outcomes by Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), kept for 24 hours. Only work that was done
/// is kept: a request that was refused did nothing, and may be tried again under its key once its cause is mended.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Outcome> _outcomes = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset Until, string Key)> _expiry = [];

    /// <summary>The key of a header value, quoted as a structured field or bare; null when there is none.</summary>
    public static string? Read(string? header)
    {
        var key = header?.Trim();
        if (key is ['"', .. var quoted, '"']) key = quoted.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        return key is { Length: > 0 and <= 255 } ? key : null;
    }

    public static UInt128 Fingerprint(string method, string path, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hash.AppendData(body);
        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    /// <summary>Marks a key as being worked on; false when it already is.</summary>
    public bool Begin(string key)
    {
        lock (_gate)
        {
            while (_expiry.TryPeek(out var oldest) && oldest.Until <= time.GetUtcNow()) _outcomes.Remove(_expiry.Dequeue().Key);
            return _running.Add(key);
        }
    }

    public void End(string key)
    {
        lock (_gate) _running.Remove(key);
    }

    public Outcome? Find(string key)
    {
        lock (_gate) return _outcomes.GetValueOrDefault(key);
    }

    public void Keep(string key, Outcome outcome)
    {
        lock (_gate)
        {
            _outcomes[key] = outcome;
            _expiry.Enqueue((time.GetUtcNow() + Kept, key));
        }
    }

    public IReadOnlyList<KeyValuePair<string, Outcome>> All()
    {
        lock (_gate) return [.. _outcomes];
    }
}

/// <summary>What a key's request did. An acceptance is kept as its order, from which the answer given then is made again; anything else as its bytes.</summary>
internal sealed record Outcome(UInt128 Fingerprint, int Status, byte[]? Body, FulfilmentOrder? Accepted);
