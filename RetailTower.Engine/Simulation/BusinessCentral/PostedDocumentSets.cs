using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>What shipments, invoices and credit memos have in common: filters by number, order, external number and time.</summary>
internal abstract class PostedDocumentSet(string name, Table<PostedDocument> rows, string lines) : EntitySet<PostedDocument>(name, rows)
{
    protected override string[] Expandable => [lines];

    protected override IReadOnlyDictionary<string, Func<PostedDocument, object?>> Fields { get; } = new Dictionary<string, Func<PostedDocument, object?>>
    {
        ["id"] = d => d.Id,
        ["number"] = d => d.Number,
        ["externalDocumentNumber"] = d => d.ExternalDocumentNumber,
        ["orderId"] = d => d.OrderId,
        ["orderNumber"] = d => d.OrderNumber,
        ["invoiceNumber"] = d => d.InvoiceNumber,
        ["customerId"] = d => d.CustomerId,
        ["customerNumber"] = d => d.CustomerNumber,
        ["postingDate"] = d => d.PostingDate,
        ["invoiceDate"] = d => d.PostingDate,
        ["status"] = d => d.Status,
        ["remainingAmount"] = d => d.Remaining,
        ["totalAmountIncludingTax"] = d => d.Total,
        ["lastModifiedDateTime"] = d => d.ModifiedAt,
    };

    /// <summary>The lines below a document are for reading.</summary>
    protected override Answer Below(Call call, PostedDocument row, ReadOnlySpan<Segment> path)
    {
        if (path.Length != 1 || path[0].Name != lines) throw RefusalException.NoSuchResource(call.Path);
        if (call.Method != "GET") throw RefusalException.MethodNotAllowed(call.Method);
        Guid? only = path[0].Key is { } key ? Id(key) : null;
        return new Answer(200, new Page(
            $"{call.ApiBase}/$metadata#companies({BusinessCentralSystem.CompanyId})/{Name}({row.Id})/{lines}",
            [.. row.Lines.Where(l => only is null || l.Id == only).Select(l => new WirePostedLine(row, l))]));
    }

    private sealed record Page([property: JsonPropertyName("@odata.context")] string Context, IReadOnlyList<WirePostedLine> Value);
}

/// <summary>`salesShipments`: posted, so for reading only; no webhooks and no tracking numbers, as in the product.</summary>
internal sealed class SalesShipmentSet(Books books) : PostedDocumentSet("salesShipments", books.Shipments, "salesShipmentLines")
{
    protected override WireEntity Write(PostedDocument row, IReadOnlySet<string> expanded) =>
        new WireShipment(row, expanded.Contains("salesShipmentLines"));

    private sealed class WireShipment(PostedDocument row, bool withLines) : WirePosted(row)
    {
        [JsonPropertyOrder(2)]
        public IEnumerable<WirePostedLine>? SalesShipmentLines => withLines ? Lines() : null;
    }
}

/// <summary>`salesInvoices`: made by shipAndInvoice, `Open` until paid; a posted one cannot be changed.</summary>
internal sealed class SalesInvoiceSet(Books books) : PostedDocumentSet("salesInvoices", books.Invoices, "salesInvoiceLines")
{
    protected override WireEntity Write(PostedDocument row, IReadOnlySet<string> expanded) =>
        new WireInvoice(row, expanded.Contains("salesInvoiceLines"));

    protected override Answer Update(Call call, PostedDocument row)
    {
        call.RequireMatch(row.RowVersion);
        throw RefusalException.Dialog("The invoice has already been posted and cannot be changed.");
    }

    private sealed class WireInvoice(PostedDocument row, bool withLines) : WirePosted(row)
    {
        public Guid OrderId => Row.OrderId;
        public decimal TotalAmountExcludingTax => Row.Total;
        public decimal TotalTaxAmount { get; } = 0m;
        public decimal TotalAmountIncludingTax => Row.Total;
        public decimal RemainingAmount => Row.Remaining;
        public string Status => Row.Status;

        [JsonPropertyOrder(2)]
        public IEnumerable<WirePostedLine>? SalesInvoiceLines => withLines ? Lines() : null;
    }
}

internal abstract class WirePosted(PostedDocument row) : WireEntity(row)
{
    protected PostedDocument Row => row;

    public string Number => row.Number;
    public string ExternalDocumentNumber => row.ExternalDocumentNumber;
    public DateOnly InvoiceDate => row.PostingDate;
    public DateOnly PostingDate => row.PostingDate;
    public DateOnly DueDate => row.PostingDate.AddDays(30);
    public string CustomerPurchaseOrderReference { get; } = "";
    public Guid CustomerId => row.CustomerId;
    public string CustomerNumber => row.CustomerNumber;
    public string CustomerName => row.CustomerName;
    public string BillToCustomerNumber => row.CustomerNumber;
    public string BillToName => row.CustomerName;
    public string CurrencyCode => row.CurrencyCode;
    public string OrderNumber => row.OrderNumber;

    protected IEnumerable<WirePostedLine> Lines() => row.Lines.Select(l => new WirePostedLine(row, l));
}

internal sealed class WirePostedLine(PostedDocument document, PostedLine row)
{
    public Guid Id => row.Id;
    public Guid DocumentId => document.Id;
    public string DocumentNo => document.Number;
    public int Sequence => row.Sequence;
    public string LineType => row.LineType;
    public Guid ItemId => row.ItemId;
    public string LineObjectNumber => row.Number;
    public string Description => row.Description;
    public string UnitOfMeasureCode { get; } = "PCS";
    public decimal UnitPrice => row.UnitPrice;
    public decimal Quantity => row.Quantity;
    public decimal DiscountPercent => row.DiscountPercent;
    public decimal TaxPercent { get; } = 0m;
    public decimal AmountExcludingTax => row.Net;
    public decimal TotalTaxAmount { get; } = 0m;
    public decimal AmountIncludingTax => row.Net;
    public decimal NetAmount => row.Net;
    public DateOnly ShipmentDate => document.PostingDate;
}
