using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Web.Model;

/// <summary>How returns are spoken of.</summary>
internal static class ReturnWords
{
    /// <summary>The way of every return that nothing stops.</summary>
    public static readonly IReadOnlyList<string> Way = ["Approved", "Labelled", "Received", "Inspected", "Refunded", "Credited"];

    public static string Word(ReturnState state) => state switch
    {
        ReturnState.AwaitingApproval => "Needs a decision",
        ReturnState.Declined => "Declined",
        ReturnState.Approved => "Approved",
        ReturnState.Labelled => "Label issued",
        ReturnState.PartReceived => "Part received",
        ReturnState.Received => "Received",
        ReturnState.Inspected => "Inspected",
        ReturnState.RefundRefused => "Refund refused",
        ReturnState.Refunded => "Refunded",
        ReturnState.Closed => "Closed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static ScreenState State(ReturnState state) => state switch
    {
        ReturnState.AwaitingApproval => ScreenState.Attention,
        ReturnState.RefundRefused => ScreenState.Breach,
        ReturnState.Closed => ScreenState.Ok,
        ReturnState.Declined => ScreenState.Unknown,
        _ => ScreenState.InProgress,
    };

    /// <summary>How many steps of <see cref="Way"/> lie behind it.</summary>
    public static int Behind(ReturnPicture it) => it.Row.State switch
    {
        ReturnState.AwaitingApproval or ReturnState.Declined => 0,
        ReturnState.Approved => 1,
        ReturnState.Labelled or ReturnState.PartReceived => 2,
        ReturnState.Received => 3,
        ReturnState.Inspected or ReturnState.RefundRefused => it.Sheet.PaidBackBefore && it.Row.State == ReturnState.Inspected ? 5 : 4,
        ReturnState.Refunded => 5,
        _ => Way.Count,
    };

    /// <summary>Goods in one line, for example <c>2 × 85123A, 1 × 22423</c>.</summary>
    public static string Goods(ReturnSheet sheet) => string.Join(", ", sheet.Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Quantity:0.##} × {line.Sku}")));

    /// <summary>What has come and what it was; empty until something has.</summary>
    public static string Came(ReturnSheet sheet)
    {
        var (quantity, received) = (sheet.Lines.Sum(line => line.Quantity), sheet.Lines.Sum(line => line.Received));
        if (received == 0) return "";
        var parts = new List<string> { received < quantity ? string.Create(CultureInfo.InvariantCulture, $"{received:0.##} of {quantity:0.##} came") : "All came" };
        Add(sheet.Lines.Sum(line => line.Restocked), "as new");
        Add(sheet.Lines.Sum(line => line.Refurbished), "to refurbish");
        Add(sheet.Lines.Sum(line => line.Scrapped), "scrap");
        return string.Join(", ", parts);

        void Add(decimal pieces, string word)
        {
            if (pieces > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{pieces:0.##} {word}"));
        }
    }

    public static string Money(ReturnSettlement it) => (it.Refund, it.Credit) switch
    {
        (RefundState.Refused, CreditState.Withdrawn) => "the shop refused the refund; the credit was taken back",
        (RefundState.Refused, _) => "the shop refused the refund; the credit is being taken back",
        (RefundState.Asked, _) => "the shop is asked to refund",
        (RefundState.Waiting, _) => "the ERP prepares the credit",
        (_, CreditState.Posted) => it.Refund == RefundState.Done ? "refunded and credited" : "credited",
        _ => it.Refund == RefundState.Done ? "refunded, the credit is being booked" : "the credit is being booked",
    };
}
