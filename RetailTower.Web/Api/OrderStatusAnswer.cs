using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using RetailTower.Web.Authentication;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Api;

/// <summary><c>GET /api/v1/orders/{reference}</c>: where an order of the client's own system stands, by its number or by the tower's key. Carries no personal data.</summary>
internal sealed class OrderStatusAnswer(InboxLookup inbox, OrderDesk orders)
{
    public async Task<IResult> AnswerAsync(string reference, HttpContext http)
    {
        var system = http.User.FindFirstValue(ApiKeyAuthentication.SystemClaim)!;
        var key = OrderKey.TryParse(reference, out var own) ? own : await inbox.OrderKeyAsync(system, reference, http.RequestAborted);
        if (key is null) return NotFound();
        var picture = await orders.GetAsync(key.Value, unmasked: false, http.RequestAborted);
        // An order key is given when its first message is stored; the order itself is written a moment later.
        if (picture is null) return own == 0 ? Json(http, new { reference, key = OrderKey.Format(key.Value), status = "accepted" }) : NotFound();
        return picture.Head.Origin == system ? Json(http, Body(picture)) : NotFound();
    }

    private static object Body(OrderPicture picture) => new
    {
        reference = picture.Head.Number,
        key = OrderKey.Format(picture.Head.Key),
        status = picture.Head.Status,
        sentence = picture.Sentence,
        erpNumber = picture.Head.ErpNumber,
        currency = picture.Head.Currency,
        total = picture.Head.Total,
        placedAt = picture.Head.PlacedAt,
        changedAt = picture.Head.ChangedAt,
        lines = picture.Lines.Select(line => new
        {
            line.LineNo, line.Sku, line.Ordered, line.Allocated, line.BackOrdered, line.Shipped, line.Invoiced, line.Returned, line.Cancelled,
        }),
        shipments = picture.Parcels.Select(parcel => new { parcel.Carrier, parcel.TrackingNumber, parcel.TrackingUrl, parcel.ShippedAt, parcel.Lines }),
        invoices = picture.Invoices.Select(invoice => new { invoice.Number, invoice.Amount, invoice.Currency, invoice.Paid }),
    };

    private static FileContentHttpResult Json(HttpContext http, object body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, CanonicalJson.Options);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
        http.Response.Headers.CacheControl = "private, no-cache";
        // Answers 304 by itself when the client shows the tag.
        return TypedResults.Bytes(bytes, "application/json", entityTag: tag);
    }

    private static ProblemHttpResult NotFound() => Problem.Of(StatusCodes.Status404NotFound, "The client's system has no order of this reference here.");
}
