using System.Text.Json;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders.Truth;

/// <summary>What events and told statuses claim.</summary>
internal static class ClaimReading
{
    /// <summary>Operations by which systems are told where an order stands.</summary>
    public static readonly IReadOnlyList<string> Telling = [Operations.WriteStatus, Operations.PostShipment];

    private const int WholeOrder = 0;

    public static void Take(this Claims claims, string system, CanonicalEvent said, DateTimeOffset at, Proof proof)
    {
        var version = said.Version ?? said.At.UtcTicks;
        switch (said)
        {
            case OrderPlaced placed:
                Want(placed.Order);
                break;
            case OrderAmended amended:
                Want(amended.Order);
                break;
            case CancelRequested { Lines.Count: 0 }:
                foreach (var line in claims.Lines(TruthField.Wanted, system)) claims.State(TruthField.Wanted, line, system, 0, version, at, proof);
                break;
            case CancelRequested cancelled:
                foreach (var line in cancelled.Lines) claims.StatePart(TruthField.Wanted, line.LineNo, system, $"{said.At.UtcTicks}", -line.Quantity, version, at, proof);
                break;
            case ErpOrderStated stated:
                foreach (var line in stated.Lines)
                {
                    claims.State(TruthField.Wanted, line.LineNo, system, line.Ordered, version, at, proof);
                    if (stated.Reviewed) claims.State(TruthField.Allocated, line.LineNo, system, line.Allocated, version, at, proof);
                    claims.State(TruthField.Shipped, line.LineNo, system, line.Shipped, version, at, proof);
                }

                break;
            case ParcelShipped shipped:
                Parcel(shipped);
                break;
            case FulfilmentStated stated:
                foreach (var parcel in stated.Parcels) Parcel(parcel);
                break;
            case InvoiceStated invoice:
                foreach (var line in invoice.Lines)
                    claims.StatePart(TruthField.Invoiced, line.LineNo, system, invoice.InvoiceNumber, invoice.Cancelled ? 0 : line.Quantity, version, at, proof);
                // Counted as what is still to be paid, so that several invoices add up: 0 when all are paid.
                claims.StatePart(TruthField.Payment, WholeOrder, system, invoice.InvoiceNumber, invoice.Paid || invoice.Cancelled ? 0 : invoice.Amount, version, at, proof);
                break;
            case GoodsReturned returned:
                foreach (var line in returned.Lines) claims.StatePart(TruthField.Returned, line.LineNo, system, $"{returned.Rma}@{said.At.UtcTicks}", line.Quantity, version, at, proof);
                break;
        }

        void Want(CanonicalOrder order)
        {
            foreach (var line in order.Lines) claims.State(TruthField.Wanted, line.LineNo, system, line.Quantity, version, at, proof);
        }

        void Parcel(ParcelShipped parcel)
        {
            foreach (var line in parcel.Lines) claims.StatePart(TruthField.Shipped, line.LineNo, system, parcel.Parcel.Id, line.Quantity, 0, at, proof);
        }
    }

    /// <summary>What a system took is what it holds from then on.</summary>
    public static void Take(this Claims claims, AnsweredCall call, Proof proof)
    {
        switch (call.Operation)
        {
            case Operations.WriteStatus:
                var told = JsonSerializer.Deserialize<WriteStatusCommand>(call.Command, CanonicalJson.Options)!;
                foreach (var line in told.Lines)
                {
                    claims.State(TruthField.Shipped, line.LineNo, call.System, line.Shipped, told.AsOf.UtcTicks, call.DoneAt, proof);
                    claims.State(TruthField.Invoiced, line.LineNo, call.System, line.Invoiced, told.AsOf.UtcTicks, call.DoneAt, proof);
                }

                break;
            case Operations.PostShipment:
                var posted = JsonSerializer.Deserialize<PostShipmentCommand>(call.Command, CanonicalJson.Options)!;
                // An ERP may take an order that is posted in full out of its open orders, and so never state it again.
                foreach (var line in posted.ShippedToDate) claims.State(TruthField.Shipped, line.LineNo, call.System, line.Quantity, call.DoneAt.UtcTicks, call.DoneAt, proof);
                break;
        }
    }
}
