namespace RetailTower.Engine.Orders.Settlements;

/// <summary>How far invoices and payments may lie from what the goods cost. Section <c>Tower:Orders:Matching</c>.</summary>
public sealed class MatchingPolicies
{
    /// <summary>In the order's currency; covers rounding.</summary>
    public decimal TolerateAmount { get; set; } = 0.05m;

    /// <summary>Of what the goods cost; the larger of the two counts.</summary>
    public decimal TolerateShare { get; set; }

    public decimal Tolerance(decimal value) => Math.Max(TolerateAmount, value * TolerateShare);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (TolerateAmount < 0) yield return $"{path}:{nameof(TolerateAmount)} must not be negative; it is {TolerateAmount}.";
        if (TolerateShare is < 0 or >= 1) yield return $"{path}:{nameof(TolerateShare)} must be a share from 0 up to 1, for example 0.01; it is {TolerateShare}.";
    }
}
