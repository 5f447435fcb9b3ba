using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// Pays a customer back in the shop. Refunds have no idempotency key, so the number of the return stands in the refund's note and is looked for first.
/// The goods are not restocked by it: centres state stock.
/// </summary>
internal sealed class RefundWriter(string system, ShopifyOptions options, ShopifyClient client)
{
    public async Task<CallOutcome> WriteAsync(string orderId, RefundReturnCommand command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (command.Lines.FirstOrDefault(line => !long.TryParse(line.Reference, out _)) is { } unknown)
        {
            return new CallOutcome.Rejected("line-unknown", $"Line {unknown.LineNo} has no id in the shop.", Domains.Payment);
        }
        var path = $"{client.ApiPath}/orders/{orderId}/refunds";
        var told = await client.GetAsync($"{path}.json?limit=250", cancellationToken);
        if (told.Json is not { } refunds)
        {
            return told.Status == 404 ? new CallOutcome.Rejected("http-404", $"The shop holds no order {orderId}.", Domains.Payment) : told.Problem!;
        }
        var note = $"Return {command.Memo}";
        if (refunds.ItemsOf("refunds").FirstOrDefault(refund => refund.TextOf("note") == note) is { ValueKind: JsonValueKind.Object } before)
        {
            return Done(command, before, now);
        }
        var lines = command.Lines.Select(line => new { line_item_id = long.Parse(line.Reference!, CultureInfo.InvariantCulture), quantity = (long)line.Quantity, restock_type = "no_restock" }).ToList();
        // The shop says which payment the money goes back to, and how much of it; a refund that names none moves no money.
        var asked = await client.SendAsync(HttpMethod.Post, $"{path}/calculate.json", JsonSerializer.SerializeToUtf8Bytes(new { refund = new { currency = command.Currency, refund_line_items = lines } }), Domains.Payment, cancellationToken);
        if (asked.Json is not { } calculated)
        {
            return asked.Problem!;
        }
        var transactions = (calculated.Member("refund") ?? default).ItemsOf("transactions").Select(transaction => new
        {
            parent_id = transaction.LongOf("parent_id"),
            amount = transaction.TextOf("amount"),
            gateway = transaction.TextOf("gateway"),
            kind = "refund",
        });
        var body = JsonSerializer.SerializeToUtf8Bytes(new { refund = new { currency = command.Currency, notify = options.NotifyCustomer, note, refund_line_items = lines, transactions } });
        var made = await client.SendAsync(HttpMethod.Post, $"{path}.json", body, Domains.Payment, cancellationToken);
        return made.Json is { } json ? Done(command, json.Member("refund") ?? default, now) : made.Problem!;
    }

    private CallOutcome.Done Done(RefundReturnCommand command, JsonElement refund, DateTimeOffset now)
    {
        var amount = refund.ItemsOf("transactions").Where(transaction => transaction.TextOf("kind") == "refund" && transaction.TextOf("status") is "success" or "pending").Sum(transaction => transaction.DecimalOf("amount") ?? 0);
        var number = refund.TextOf("id") ?? "";
        return new CallOutcome.Done(FormattableString.Invariant($"Refunded {amount:0.00} {command.Currency}"), [new Reference(system, "refund", number)],
            [new ReturnRefunded(command.Memo, number, amount, command.Currency) { At = refund.TimeOf("created_at") ?? now }], []);
    }
}
