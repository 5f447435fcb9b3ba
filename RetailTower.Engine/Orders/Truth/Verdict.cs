namespace RetailTower.Engine.Orders.Truth;

public enum ClaimStanding
{
    /// <summary>It is the system of record's word, or a centre's part of it.</summary>
    Record,
    Agrees,
    /// <summary>It has not heard of everything yet: less has happened by its word, or its word is older than the record's last change.</summary>
    Behind,
    /// <summary>It differs, and no news that is on its way can explain it.</summary>
    Disagrees,
}

/// <summary>One system's claim and how it stands to the verdict.</summary>
public sealed record JudgedClaim(SystemClaim Claim, ClaimStanding Standing);

/// <summary>What is held to be true of one field of an order or line.</summary>
/// <param name="Value">Null while the system of record has said nothing.</param>
/// <param name="Holders">The systems of record that spoke.</param>
public sealed record Verdict(TruthField Field, int LineNo, decimal? Value, RecordHolder Record, IReadOnlyList<string> Holders, IReadOnlyList<JudgedClaim> Claims)
{
    public bool Disputed => Claims.Any(it => it.Standing == ClaimStanding.Disagrees);
}

/// <summary>Judges claims by the systems of record.</summary>
internal static class Judgement
{
    /// <param name="role">What a system is to this order; null for one that has no say.</param>
    /// <param name="record">Who has the last word on a field of this order.</param>
    public static IReadOnlyList<Verdict> Of(IEnumerable<SystemClaim> claims, Func<string, RecordHolder?> role, Func<TruthField, RecordHolder> record) =>
        [.. claims.GroupBy(claim => (claim.LineNo, claim.Field)).OrderBy(group => group.Key.LineNo).ThenBy(group => group.Key.Field).Select(group => Judge(group.Key.Field, group.Key.LineNo, [.. group], role, record(group.Key.Field)))];

    private static Verdict Judge(TruthField field, int lineNo, IReadOnlyList<SystemClaim> claims, Func<string, RecordHolder?> role, RecordHolder holder)
    {
        var record = claims.Where(claim => role(claim.System) == holder).ToList();
        decimal? value = record.Count == 0 ? null : record.Sum(claim => claim.Value);
        var changedAt = record.Count == 0 ? DateTimeOffset.MaxValue : record.Max(claim => claim.ObservedAt);
        return new Verdict(field, lineNo, value, holder, record.ConvertAll(claim => claim.System), [.. claims.OrderBy(claim => claim.System, StringComparer.Ordinal).Select(claim => new JudgedClaim(claim, Stand(claim)))]);

        ClaimStanding Stand(SystemClaim claim) =>
            record.Contains(claim) ? ClaimStanding.Record
            : claim.Value == (value ?? 0) ? ClaimStanding.Agrees
            // What is wanted goes up and down; everything else only grows as the order goes on, so less is merely earlier.
            : (field == TruthField.Wanted ? claim.ObservedAt < changedAt : claim.Value < value) ? ClaimStanding.Behind
            : ClaimStanding.Disagrees;
    }
}
