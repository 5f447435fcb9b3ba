namespace RetailTower.Engine.Recovery;

/// <summary>What people may do about cases by themselves. Section <c>Tower:Recovery</c>.</summary>
public sealed class RecoveryOptions
{
    /// <summary>A changed message of a case that puts more than this at risk, in the order's currency, is sent only when a second person has approved it.</summary>
    public decimal ApproveEditsAbove { get; set; } = 500;

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (ApproveEditsAbove < 0) yield return $"{path}:ApproveEditsAbove must be 0 or more, for example 500; it is {ApproveEditsAbove}.";
    }
}
