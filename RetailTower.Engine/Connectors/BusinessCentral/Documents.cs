using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Makes messages of documents that were read, and says what messages mean.</summary>
internal sealed class Documents(string system, Guid companyId)
{
    private const string More = ".more";

    /// <summary>A document as a message. Its ETag changes with every change, so the same state read twice is a duplicate.</summary>
    /// <exception cref="JsonException">It lacks what makes it a document.</exception>
    public IncomingMessage Message(string set, JsonElement document)
    {
        var id = Needed(document, "id");
        var subject = set is Sets.Orders or Sets.Invoices && document.Text("externalDocumentNumber") is { Length: > 0 } reference
            ? new Subject.Known(new Reference(system, "number", reference))
            : (Subject)new Subject.Loose($"{set}({id})");
        return new IncomingMessage(MessageKey(set, document), set, subject, "application/json", Encoding.UTF8.GetBytes(document.GetRawText()), Modified(document));
    }

    /// <summary>The message key of the document in the state that it is in.</summary>
    /// <exception cref="JsonException">It lacks what makes it a document.</exception>
    public static string MessageKey(string set, JsonElement document) => KeyStart(set, Needed(document, "id")) + Needed(document, "@odata.etag");

    public static DateTimeOffset? Modified(JsonElement element) =>
        element.TryGetProperty("lastModifiedDateTime", out var modified) && modified.ValueKind == JsonValueKind.String && modified.TryGetDateTimeOffset(out var at) ? at : null;

    /// <summary>Says that a list went on; so a list of any length is read page by page, each page in a commit of its own.</summary>
    public static IncomingMessage MoreMessage(string set, string nextLink)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { nextLink });
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return new IncomingMessage($"{set}{More}/{hash}", set + More, new Subject.Loose(set), "application/json", body);
    }

    public Interpretation Interpret(StoredMessage message)
    {
        try
        {
            var body = JsonSerializer.Deserialize<JsonElement>(message.Body.Span);
            return message.Kind switch
            {
                Sets.Orders => Order(body.As<SalesOrder>()),
                Sets.Invoices => Invoice(body.As<SalesInvoice>()),
                Sets.LedgerEntries => Payment(body.As<LedgerEntry>()),
                Sets.Customers => Customer(body.As<Customer>()),
                Sets.Items => Item(body.As<Item>()),
                _ when message.Kind.EndsWith(More, StringComparison.Ordinal) => Fetch(message.Kind[..^More.Length], Needed(body, "nextLink")),
                _ when ChangedDocumentsFeed.Fetch(message.Kind, body) is { } fetch => new Interpretation.Fetches([fetch]),
                _ => Notification(Needed(body, "resource"), Needed(body, "changeType"), Modified(body)),
            };
        }
        catch (JsonException e)
        {
            return new Interpretation.Unknown(e.Path ?? "#", "The message does not have the documented shape.");
        }
    }

    private Interpretation Notification(string resource, string change, DateTimeOffset? modified)
    {
        var tail = Resource.Tail(resource);
        var set = Resource.Set(tail);
        if (!Sets.Watched.Contains(set)) return new Interpretation.Unknown("#/resource", $"The tower has no use for {set}.");
        if (Resource.Company(resource) != companyId) return new Interpretation.Unknown("#/resource", "It names another company.");
        return change switch
        {
            "created" or "updated" when Resource.Id(tail) is { } id => Fetch(set, id.ToString("D")) with { Unless = modified is { } at ? new KnownDocument(KeyStart(set, id.ToString("D")), at) : null },
            "collection" => Fetch(set, "$filter=" + (Resource.Filter(tail) ?? "")),
            "deleted" => new Interpretation.Nothing(set == Sets.Orders
                ? "The order left the open orders: it was posted in full (its invoices tell) or deleted."
                : "What was deleted there stays known here as it was last stated."),
            "created" or "updated" => new Interpretation.Unknown("#/resource", "It names no single record."),
            _ => new Interpretation.Unknown("#/changeType", $"No such change: {change}."),
        };
    }

    private Interpretation Order(SalesOrder order)
    {
        if (order.SalesOrderLines is null) return Fetch(Sets.Orders, order.Id.ToString("D"));
        ErpLine[] lines = [.. order.TowerLines.Select(l =>
            new ErpLine(l.LineNo, l.Quantity, order.IsReviewed ? l.Allocated : 0, l.ShippedQuantity, l.InvoicedQuantity))];
        return One(new ErpOrderStated(order.Number, order.IsReviewed, lines)
        {
            At = order.LastModifiedDateTime,
            Version = order.LastModifiedDateTime.UtcTicks,
            References = OrderReferences(order),
        });
    }

    private Interpretation Invoice(SalesInvoice invoice)
    {
        if (invoice.SalesInvoiceLines is null) return Fetch(Sets.Invoices, invoice.Id.ToString("D"));
        if (!invoice.IsPosted) return new Interpretation.Nothing("The invoice is not posted yet.");
        var lines = invoice.TowerLines.GroupBy(l => l.LineNo).Select(g => new InvoicedLine(g.Key, g.Sum(l => l.Quantity), g.Any(l => invoice.Asked(l) is null) ? null : g.Sum(l => invoice.Asked(l))));
        return One(new InvoiceStated(
            invoice.Number, invoice.TotalAmountIncludingTax, invoice.CurrencyCode, invoice.Status == "Paid", invoice.IsCancelled, [.. lines])
        {
            At = invoice.LastModifiedDateTime,
            Version = invoice.LastModifiedDateTime.UtcTicks,
            References = [InvoiceReference(invoice.Number)],
        });
    }

    /// <summary>A booking as a message. Ledger entries have no ETag: the time of the last change tells one state from another.</summary>
    /// <exception cref="JsonException">It lacks what makes it an entry.</exception>
    public IncomingMessage PaymentMessage(JsonElement entry)
    {
        var payment = entry.As<LedgerEntry>();
        return new IncomingMessage(
            $"{Sets.LedgerEntries}({payment.EntryNumber})/{payment.LastModifiedDateTime.UtcTicks}", Sets.LedgerEntries, new Subject.Known(new Reference(system, "number", payment.DocumentNumber)),
            "application/json", Encoding.UTF8.GetBytes(entry.GetRawText()), payment.LastModifiedDateTime);
    }

    /// <summary>The ledger has money that came in as negative: the customer owes that much less.</summary>
    private static Interpretation.Events Payment(LedgerEntry payment) =>
        One(new PaymentStated(payment.EntryNumber.ToString(CultureInfo.InvariantCulture), -payment.Amount, payment.CurrencyCode, !payment.Open)
        {
            At = payment.LastModifiedDateTime,
            Version = payment.LastModifiedDateTime.UtcTicks,
        });

    private static Interpretation.Events Customer(Customer customer) =>
        One(new CustomerStated(customer.Number, customer.DisplayName, customer.CreditLimit, customer.BalanceDue, customer.IsBlocked)
        {
            At = customer.LastModifiedDateTime,
            Version = customer.LastModifiedDateTime.UtcTicks,
        });

    private static Interpretation.Events Item(Item item) =>
        One(new ProductStated(item.Number, item.DisplayName, item.UnitPrice, item.Blocked)
        {
            At = item.LastModifiedDateTime,
            Version = item.LastModifiedDateTime.UtcTicks,
        });

    public IReadOnlyList<Reference> OrderReferences(SalesOrder order) =>
        [new(system, "salesOrder", order.Id.ToString("D")), new(system, "orderNumber", order.Number)];

    public Reference InvoiceReference(string number) => new(system, "invoice", number);

    private static Interpretation.Events One(CanonicalEvent e) => new([e]);

    private static Interpretation.Fetches Fetch(string set, string id) => new([new FetchCommand(set, id)]);

    private static string KeyStart(string set, string id) => $"{set}({id})/";

    private static string Needed(JsonElement element, string name) =>
        element.Text(name) is { Length: > 0 } text ? text : throw new JsonException($"{name} is missing.", $"#/{name}", null, null);
}
