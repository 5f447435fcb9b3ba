using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Reconciliation;

/// <summary>Whether a system of record says something of an order that the tower does not know: an event that was lost, or never sent.</summary>
internal static class News
{
    public static bool IsNews(Order order, CanonicalEvent said) => said switch
    {
        ErpOrderStated { Reviewed: true } erp => order.ConfirmedAt is null || erp.Lines.Any(line => line.Allocated > Allocated(order, line.LineNo)),
        InvoiceStated invoice => order.Invoices.Find(it => it.Number == invoice.InvoiceNumber) is not { } known || (invoice.Paid && !known.Paid) || (invoice.Cancelled && !known.Cancelled),
        FulfilmentStated centre => centre.Parcels.Any(parcel => !order.Parcels.Exists(it => it.Centre == parcel.Centre && it.ParcelId == parcel.Parcel.Id)),
        _ => false,
    };

    private static decimal Allocated(Order order, int lineNo) => order.Lines.Where(part => part.LineNo == lineNo && Journey.Allocated.Contains(part.State)).Sum(part => part.Quantity);
}
