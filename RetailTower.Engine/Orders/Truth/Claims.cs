namespace RetailTower.Engine.Orders.Truth;

/// <summary>Where a claim can be read word by word.</summary>
/// <param name="Outbound">True for what the tower told the system and the system took, false for what the system said.</param>
/// <param name="Hash">SHA-256 of the payload, in hexadecimal.</param>
public sealed record Proof(long MessageId, bool Outbound, string Hash);

/// <summary>What one system holds to be so.</summary>
/// <param name="LineNo">0 for the order itself.</param>
/// <param name="Value">Pieces, or for <see cref="TruthField.Payment"/> what is still to be paid, in the order's currency.</param>
/// <param name="ObservedAt">When the tower heard of it.</param>
public sealed record SystemClaim(TruthField Field, int LineNo, string System, decimal Value, DateTimeOffset ObservedAt, Proof Proof);

/// <summary>
/// Gathers what systems say, one statement after the other. A statement that its source made before one which is known already changes nothing; what
/// adds up (parcels, invoices, returns) is counted once however often it is told.
/// </summary>
internal sealed class Claims
{
    private readonly Dictionary<(TruthField Field, int LineNo, string System), Stand> _stands = [];

    public IEnumerable<SystemClaim> All => _stands.Select(it => new SystemClaim(
        it.Key.Field, it.Key.LineNo, it.Key.System, Math.Max(0, it.Value.Whole + it.Value.Parts.Values.Sum(part => part.Quantity)), it.Value.ObservedAt, it.Value.Proof));

    /// <summary>The whole quantity, as the source's own version of the thing has it.</summary>
    public void State(TruthField field, int lineNo, string system, decimal value, long version, DateTimeOffset at, Proof proof)
    {
        var stand = Of(field, lineNo, system, at, proof);
        if (stand.Version > version) return;
        (stand.Whole, stand.Version, stand.ObservedAt, stand.Proof) = (value, version, at, proof);
    }

    /// <summary>A part of the quantity, under the number that names it; negative when it takes away from the whole.</summary>
    public void StatePart(TruthField field, int lineNo, string system, string part, decimal quantity, long version, DateTimeOffset at, Proof proof)
    {
        var stand = Of(field, lineNo, system, at, proof);
        if (stand.Parts.TryGetValue(part, out var known) && (known.Version > version || known.Quantity == quantity)) return;
        stand.Parts[part] = (quantity, version);
        (stand.ObservedAt, stand.Proof) = (at, proof);
    }

    public IReadOnlyList<int> Lines(TruthField field, string system) => [.. _stands.Keys.Where(key => key.Field == field && key.System == system).Select(key => key.LineNo)];

    private Stand Of(TruthField field, int lineNo, string system, DateTimeOffset at, Proof proof)
    {
        var key = (field, lineNo, system);
        if (!_stands.TryGetValue(key, out var stand)) _stands[key] = stand = new Stand { ObservedAt = at, Proof = proof };
        return stand;
    }

    private sealed class Stand
    {
        public decimal Whole { get; set; }

        public long Version { get; set; } = long.MinValue;

        public Dictionary<string, (decimal Quantity, long Version)> Parts { get; } = new(StringComparer.Ordinal);

        public required DateTimeOffset ObservedAt { get; set; }

        public required Proof Proof { get; set; }
    }
}
