namespace RetailTower.Engine.Orders.Returns;

/// <summary>What a return needs a person for, and how long its steps may take. Section <c>Tower:Orders:Returns</c>.</summary>
public sealed class ReturnPolicies
{
    /// <summary>Returns of goods sold for more than this, in the order's currency, are decided by a person.</summary>
    public decimal ApproveUpTo { get; set; } = 150;

    /// <summary>Goods that left longer ago than this are taken back only when a person says so.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(30);

    /// <summary>From the arrival of goods to what the centre found them to be.</summary>
    public TimeSpan InspectedWithin { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (ApproveUpTo < 0) yield return $"{path}:ApproveUpTo must be 0 or more, for example 150; it is {ApproveUpTo}.";
        if (Window <= TimeSpan.Zero) yield return $"{path}:Window must be longer than zero, for example 30.00:00:00; it is {Window}.";
        if (InspectedWithin <= TimeSpan.Zero) yield return $"{path}:InspectedWithin must be longer than zero, for example 3.00:00:00; it is {InspectedWithin}.";
    }
}
