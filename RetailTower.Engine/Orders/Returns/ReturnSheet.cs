using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders.Returns;

/// <summary>Money of a settlement at the originator.</summary>
public enum RefundState
{
    /// <summary>The shop refunded before the goods came, or nothing is refunded there.</summary>
    NotNeeded,
    /// <summary>The ERP has not prepared the credit yet.</summary>
    Waiting,
    Asked,
    Done,
    Refused,
}

/// <summary>The same settlement in the ERP.</summary>
public enum CreditState
{
    Asked,
    /// <summary>A draft: nothing is booked.</summary>
    Prepared,
    Posting,
    Posted,
    Withdrawing,
    Withdrawn,
}

/// <summary>One line of a return. Quantities are cumulative.</summary>
public sealed record ReturnLine(int LineNo, string Sku, decimal UnitPrice, decimal Quantity)
{
    public decimal Received { get; init; }

    public decimal Restocked { get; init; }

    public decimal Refurbished { get; init; }

    public decimal Scrapped { get; init; }

    public decimal Settled { get; init; }

    public decimal Inspected => Restocked + Refurbished + Scrapped;

    /// <summary>Came and was looked at, and its money is not under way yet. A centre's news of either may come first.</summary>
    public decimal Owed => Math.Min(Received, Inspected) - Settled;
}

/// <summary>Goods of a return that are refunded and credited together: one arrival, as a rule.</summary>
/// <param name="Memo">The number of its credit in the ERP: that of the return, for later arrivals with a number behind it.</param>
public sealed record ReturnSettlement(string Memo, IReadOnlyList<LineQuantity> Lines, decimal Amount, RefundState Refund, CreditState Credit)
{
    /// <summary>The ERP's own number of the credit.</summary>
    public string? CreditNumber { get; init; }

    /// <summary>The originator's number of the refund.</summary>
    public string? RefundNumber { get; init; }

    public bool IsPaidBack => Refund is RefundState.Done or RefundState.NotNeeded;
}

/// <summary>What the customer sends the goods with.</summary>
public sealed record ReturnLabel(string Carrier, string TrackingNumber, string? TrackingUrl);

/// <summary>The quantities and the money of one return.</summary>
public sealed record ReturnSheet(IReadOnlyList<ReturnLine> Lines, IReadOnlyList<ReturnSettlement> Settlements)
{
    public ReturnLabel? Label { get; init; }

    /// <summary>The originator paid back before the goods came, so that nothing is refunded again.</summary>
    public bool PaidBackBefore { get; init; }

    public decimal Amount => Lines.Sum(line => line.Quantity * line.UnitPrice);

    public static ReturnSheet Read(string json) => CanonicalJson.Read<ReturnSheet>(json);

    public string Write() => CanonicalJson.Write(this);

    public ReturnSheet With(int lineNo, Func<ReturnLine, ReturnLine> change) => this with { Lines = [.. Lines.Select(line => line.LineNo == lineNo ? change(line) : line)] };

    public ReturnSheet With(string memo, Func<ReturnSettlement, ReturnSettlement> change) =>
        this with { Settlements = [.. Settlements.Select(settlement => settlement.Memo == memo ? change(settlement) : settlement)] };

    /// <summary>Where it stands, once it is approved.</summary>
    public ReturnState State()
    {
        if (Lines.Count == 0) return ReturnState.Approved;
        if (Settlements.Any(it => it.Refund == RefundState.Refused)) return ReturnState.RefundRefused;
        if (Lines.All(line => line.Settled >= line.Quantity) && Settlements.All(it => it.IsPaidBack))
            return Settlements.All(it => it.Credit == CreditState.Posted) ? ReturnState.Closed : PaidBackBefore ? ReturnState.Inspected : ReturnState.Refunded;
        if (Lines.All(line => Math.Min(line.Received, line.Inspected) >= line.Quantity)) return ReturnState.Inspected;
        if (Lines.All(line => line.Received >= line.Quantity)) return ReturnState.Received;
        if (Lines.Any(line => line.Received > 0)) return ReturnState.PartReceived;
        return Label is null ? ReturnState.Approved : ReturnState.Labelled;
    }
}
