using RetailTower.Engine.Orders.Truth;

namespace RetailTower.Web.Model;

/// <summary>How claims and verdicts are called on screen.</summary>
public static class TruthWords
{
    public static string Of(TruthField field) => field switch
    {
        TruthField.Wanted => "Wanted",
        TruthField.Allocated => "In stock for it",
        TruthField.Shipped => "Shipped",
        TruthField.Invoiced => "Invoiced",
        TruthField.Returned => "Returned",
        _ => "Still to be paid",
    };

    public static string Of(ClaimStanding standing) => standing switch
    {
        ClaimStanding.Record => "it has the last word",
        ClaimStanding.Agrees => "agrees",
        ClaimStanding.Behind => "behind: has not heard of everything yet",
        _ => "disagrees",
    };

    public static string Class(ClaimStanding standing) => standing switch
    {
        ClaimStanding.Record => "rt-truth-record",
        ClaimStanding.Behind => "rt-truth-behind",
        ClaimStanding.Disagrees => "rt-truth-disagrees",
        _ => "",
    };

    /// <summary>Why the verdict is what it is.</summary>
    public static string Why(Verdict verdict)
    {
        var holder = RecordWords.Of(verdict.Record);
        return verdict.Holders.Count == 0
            ? $"The word of {holder} counts, and nothing was heard yet."
            : $"The word of {holder} counts: {string.Join(" and ", verdict.Holders.Select(SystemNames.Of))}.";
    }
}
