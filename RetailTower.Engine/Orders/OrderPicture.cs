using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Engine.Orders;

/// <summary>Everything the order page shows but the messages, which it pages through.</summary>
/// <param name="Sentence">The order's true status as an agent can say it aloud.</param>
/// <param name="ShipTo">Null while only a thin notification of the order is known.</param>
/// <param name="History">The timeline, oldest entry first.</param>
/// <param name="Cases">Open ones.</param>
/// <param name="Returns">Oldest first.</param>
/// <param name="Locks">What waits behind what failed; empty while the order's messages flow.</param>
public sealed record OrderPicture(
    OrderHead Head,
    string Sentence,
    PostalAddress? ShipTo,
    IReadOnlyList<OrderLinePicture> Lines,
    IReadOnlyList<ParcelPicture> Parcels,
    IReadOnlyList<InvoiceRow> Invoices,
    IReadOnlyList<ReferenceRow> References,
    IReadOnlyList<ExpectationRow> Expectations,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyList<CaseRow> Cases,
    IReadOnlyList<ReturnPicture> Returns,
    IReadOnlyList<OrderLock> Locks);

/// <summary>One parcel and what is in it.</summary>
public sealed record ParcelPicture(
    string Centre, string ParcelId, string Carrier, string TrackingNumber, string? TrackingUrl, DateTimeOffset ShippedAt, IReadOnlyList<LineQuantity> Lines);

/// <summary>One line with how much of it has come how far. Each quantity counts all that got that far, however far it went afterwards.</summary>
/// <param name="Ordered">All of it, whatever became of it.</param>
/// <param name="Allocated">The ERP has set goods aside for it, and no centre failed to find them.</param>
/// <param name="BackOrdered">Wanted, and nowhere to be had now.</param>
/// <param name="Parts">The quantities that stand in one state each.</param>
public sealed record OrderLinePicture(
    int LineNo,
    string Sku,
    string Description,
    decimal UnitPrice,
    decimal Ordered,
    decimal Allocated,
    decimal BackOrdered,
    decimal Shipped,
    decimal Invoiced,
    decimal Returned,
    decimal Cancelled,
    IReadOnlyList<LinePart> Parts)
{
    /// <summary>What the customer has and is in no return.</summary>
    public decimal Returnable => Parts.Where(part => part.Rma is null && Journey.WithCustomer.Contains(part.State)).Sum(part => part.Quantity);

    /// <summary>Sums the parts of one line.</summary>
    public static OrderLinePicture Of(IReadOnlyList<LinePart> parts)
    {
        var first = parts[0];
        return new OrderLinePicture(
            first.LineNo, first.Sku, first.Description, first.UnitPrice,
            parts.Sum(part => part.Quantity),
            Sum(part => Journey.Allocated.Contains(part.State) && part.State != LineState.ShortPicked),
            Sum(part => part.State is LineState.BackOrdered or LineState.ShortPicked),
            Sum(part => Journey.Gone.Contains(part.State)),
            Sum(part => part.InvoiceNumber is not null || part.State is LineState.Invoiced or LineState.Closed),
            Sum(part => part.State is LineState.Returned),
            Sum(part => part.State is LineState.Cancelled),
            parts);

        decimal Sum(Func<LinePart, bool> counts) => parts.Where(counts).Sum(part => part.Quantity);
    }
}

/// <summary>A message's payload as the caller may see it.</summary>
/// <param name="What">Kind of an inbound message, operation of an outbound one.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="Hidden">True when something in <paramref name="Text"/> is masked.</param>
/// <param name="Attempts">The failed ones, oldest first; inbound messages have none.</param>
public sealed record MessagePayload(string System, string What, string ContentType, int Size, string Text, bool Hidden, IReadOnlyList<AttemptRow> Attempts);
