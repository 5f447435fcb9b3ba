using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// What a refund means for goods. It names lines by id only, so it is understood from the order that contains it: the message's body is
/// the whole order, its key names the refund.
/// </summary>
internal static class RefundMapper
{
    public const string Topic = "refunds/create";

    /// <summary>Kind of an order document read for one refund in it, and word of a fetch for it.</summary>
    public const string Kind = "refund";

    private const string KeyPrefix = "refund/";

    /// <summary>A refund never changes, so its id is the key, whichever way it is learned.</summary>
    public static string MessageKey(string refundId) => KeyPrefix + refundId;

    /// <summary>The webhook only says which refund of which order to read.</summary>
    public static Interpretation InterpretWebhook(JsonElement refund) =>
        refund.LongOf("id") is { } id && refund.LongOf("order_id") is { } order
            ? new Interpretation.Fetches([new FetchCommand(Kind, $"{order}/{id}")])
            : new Interpretation.Unknown("/id", "Missing or unreadable.");

    public static Interpretation Interpret(JsonElement order, string messageKey)
    {
        var refund = order.ItemsOf("refunds").FirstOrDefault(candidate => candidate.TextOf("id") is { } id && MessageKey(id) == messageKey);
        if (refund.TextOf("id") is not { } refundId)
        {
            return new Interpretation.Unknown("/refunds", $"The order holds no {messageKey}.");
        }
        if ((refund.TimeOf("created_at") ?? refund.TimeOf("processed_at")) is not { } at)
        {
            return new Interpretation.Unknown("/refunds/created_at", "Missing or unreadable.");
        }
        var lineNumbers = order.ItemsOf("line_items").Select((item, index) => (item, index)).ToDictionary(line => line.item.LongOf("id") ?? -line.index - 1, line => (LineNo: line.index + 1, line.item));
        List<LineQuantity> cancelled = [], returned = [];
        foreach (var item in refund.ItemsOf("refund_line_items"))
        {
            if (item.LongOf("line_item_id") is not { } lineId || !lineNumbers.TryGetValue(lineId, out var line) || item.DecimalOf("quantity") is not { } quantity)
            {
                return new Interpretation.Unknown("/refunds/refund_line_items", "A line that the order does not hold, or no quantity.");
            }
            var target = item.TextOf("restock_type") switch
            {
                "return" => returned,
                "cancel" => cancelled,
                // Not restocked: unshipped goods are no longer wanted, shipped ones stay with the buyer.
                _ => line.item.TextOf("fulfillment_status") is null ? cancelled : null,
            };
            target?.Add(new LineQuantity(line.LineNo, quantity));
        }
        // The buyer's own words (note) may be personal; the number is enough to find them.
        var events = new List<CanonicalEvent>();
        if (cancelled.Count > 0)
        {
            events.Add(new CancelRequested(cancelled, $"Refund {refundId} in the shop") { At = at });
        }
        if (returned.Count > 0)
        {
            events.Add(new ReturnRequested($"R{refundId}", returned, $"Refund {refundId} in the shop", PaidBack: true) { At = at });
        }
        return events.Count > 0 ? new Interpretation.Events(events) : new Interpretation.Nothing("A refund of money; no goods move.");
    }

    /// <summary>Quantities that refunds took off each line, by line id.</summary>
    public static Dictionary<long, decimal> Refunded(JsonElement order) => order.ItemsOf("refunds").SelectMany(refund => refund.ItemsOf("refund_line_items"))
        .GroupBy(item => item.LongOf("line_item_id") ?? 0)
        .ToDictionary(line => line.Key, line => line.Sum(item => item.DecimalOf("quantity") ?? 0));
}
