using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Orders.Settlements;

namespace RetailTower.Engine.Orders;

public enum CreditCheck
{
    /// <summary>The tower notes it and leaves the decision to the ERP, which owns the balance.</summary>
    Advise,
    /// <summary>The tower holds the order before the ERP sees it.</summary>
    Hold,
}

/// <summary>Rules and times of the journey. Section <c>Tower:Orders</c>.</summary>
public sealed class OrderPolicies
{
    /// <summary>How far below the contract price a line may be before the order is held, as a share (0.05 = 5 %).</summary>
    public decimal PriceTolerance { get; set; }

    public CreditCheck CreditCheck { get; set; } = CreditCheck.Advise;

    /// <summary>How far ahead a delivery may be asked for.</summary>
    public int DeliveryWindowDays { get; set; } = 365;

    /// <summary>How long before an event is due its source is asked, so that news that was lost need not become a case.</summary>
    public TimeSpan AskAhead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Units of each article in each centre that storefronts are never offered.</summary>
    public int KeepBack { get; set; }

    public TimeSpan ErpReviewWithin { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan CentreAcceptsWithin { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan ShippedWithin { get; set; } = TimeSpan.FromHours(24);

    public TimeSpan InvoicedWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>From an invoice to its payment.</summary>
    public TimeSpan PaidWithin { get; set; } = TimeSpan.FromDays(30);

    public TimeSpan ReturnReceivedWithin { get; set; } = TimeSpan.FromDays(14);

    public ReturnPolicies Returns { get; set; } = new();

    public MatchingPolicies Matching { get; set; } = new();

    /// <summary>How long a new status waits for a newer one before the originator is told, so that changes in quick succession cost one call of its limited number. That a centre works on the order is told at once.</summary>
    public TimeSpan StatusSettles { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The same for a status that an order only passes through: on its way to the ERP, or invoiced and about to be paid.</summary>
    public TimeSpan PassingStatusSettles { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (PriceTolerance is < 0 or >= 1) yield return $"{path}:PriceTolerance must be a share from 0 up to 1, for example 0.05; it is {PriceTolerance}.";
        if (DeliveryWindowDays < 1) yield return $"{path}:DeliveryWindowDays must be at least 1; it is {DeliveryWindowDays}.";
        if (AskAhead < TimeSpan.Zero || AskAhead > TimeSpan.FromHours(1)) yield return $"{path}:AskAhead must be from 00:00:00 to 01:00:00; it is {AskAhead}.";
        if (KeepBack < 0) yield return $"{path}:KeepBack must not be negative; it is {KeepBack}. 0 offers all there is.";
        foreach (var (name, value) in new[]
                 {
                     (nameof(ErpReviewWithin), ErpReviewWithin), (nameof(CentreAcceptsWithin), CentreAcceptsWithin), (nameof(ShippedWithin), ShippedWithin),
                     (nameof(InvoicedWithin), InvoicedWithin), (nameof(PaidWithin), PaidWithin), (nameof(ReturnReceivedWithin), ReturnReceivedWithin),
                 })
        {
            if (value <= TimeSpan.Zero) yield return $"{path}:{name} must be longer than zero, for example 00:05:00; it is {value}.";
        }

        foreach (var problem in Returns.Validate($"{path}:{nameof(Returns)}")) yield return problem;
        foreach (var problem in Matching.Validate($"{path}:{nameof(Matching)}")) yield return problem;
        foreach (var (name, value) in new[] { (nameof(StatusSettles), StatusSettles), (nameof(PassingStatusSettles), PassingStatusSettles) })
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromMinutes(1)) yield return $"{path}:{name} must be from 00:00:00 to 00:01:00; it is {value}.";
        }
    }
}
