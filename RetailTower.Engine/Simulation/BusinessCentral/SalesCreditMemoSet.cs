using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>`salesCreditMemos`: POSTed for goods that came back, `Draft` until `Microsoft.NAV.post` posts them or DELETE takes them back; `Microsoft.NAV.cancel` reverses a posted one.</summary>
internal sealed class SalesCreditMemoSet(Books books, Posting posting)
    : PostedDocumentSet("salesCreditMemos", books.CreditMemos, "salesCreditMemoLines")
{
    private static readonly HashSet<string> Insertable =
        ["externalDocumentNumber", "creditMemoDate", "postingDate", "customerId", "customerNumber", "currencyCode", "invoiceId", "invoiceNumber", "salesCreditMemoLines"];

    private static readonly HashSet<string> ReadOnly = ["id", "number", "customerName", "status", "totalAmountIncludingTax", "lastModifiedDateTime"];

    private static readonly HashSet<string> LineInsertable =
        ["sequence", "itemId", "lineObjectNumber", "lineType", "description", "quantity", "unitPrice", "discountPercent", "unitOfMeasureCode"];

    private static readonly HashSet<string> LineReadOnly = ["id", "documentId", "amountExcludingTax", "amountIncludingTax", "netAmount"];

    protected override WireEntity Write(PostedDocument row, IReadOnlySet<string> expanded) =>
        new WireCreditMemo(row, expanded.Contains("salesCreditMemoLines"));

    protected override Answer Create(Call call)
    {
        var fields = new Fields(call.RequiredBody, "salesCreditMemo", Insertable, ReadOnly);
        var invoice = Invoice(fields);
        var customer = Customer(fields, invoice);
        var lines = fields.Items("salesCreditMemoLines").Select((body, i) => Line(body, i, invoice)).ToArray();
        var memo = books.SaveCreditMemo(new PostedDocument
        {
            Id = Guid.NewGuid(),
            Number = books.NextNumber("S-CR", 104001),
            ExternalDocumentNumber = fields.Text("externalDocumentNumber", 35) ?? "",
            PostingDate = fields.Date("postingDate") ?? books.Today,
            InvoiceNumber = invoice?.Number ?? "",
            OrderNumber = invoice?.OrderNumber ?? "",
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.DisplayName,
            CurrencyCode = fields.Text("currencyCode", 10) ?? customer.CurrencyCode,
            Status = SalesOrder.Draft,
            Lines = lines,
        }, ChangeKind.Created);
        return Single(call, memo, 201);
    }

    protected override Answer Update(Call call, PostedDocument row)
    {
        call.RequireMatch(row.RowVersion);
        throw RefusalException.MethodNotAllowed(call.Method);
    }

    protected override Answer Below(Call call, PostedDocument row, ReadOnlySpan<Segment> path)
    {
        if (path[0].Name is not ("Microsoft.NAV.post" or "Microsoft.NAV.cancel")) return base.Below(call, row, path);
        if (call.Method != "POST") throw RefusalException.MethodNotAllowed(call.Method);
        if (path[0].Name == "Microsoft.NAV.post")
        {
            if (row.Status != SalesOrder.Draft) throw RefusalException.Dialog("The credit memo has already been posted.");
            posting.PostCreditMemo(row.Id);
        }
        else
        {
            if (row.Status is SalesOrder.Draft or PostedDocument.Canceled) throw RefusalException.Dialog($"The credit memo cannot be canceled: its status is {row.Status}.");
            posting.CancelCreditMemo(row.Id);
        }

        return Answer.NoContent;
    }

    protected override Answer Delete(Call call, PostedDocument row)
    {
        call.RequireMatch(row.RowVersion);
        if (row.Status != SalesOrder.Draft) throw RefusalException.Dialog("The credit memo has already been posted and cannot be deleted.");
        books.CreditMemos.Remove(row.Id);
        return Answer.NoContent;
    }

    private PostedDocument? Invoice(Fields fields)
    {
        if (fields.Id("invoiceId") is { } id) return books.Invoices.Find(id) ?? throw RefusalException.Dialog("The invoice cannot be found.");
        if (fields.Text("invoiceNumber", 20) is not { Length: > 0 } number) return null;
        return books.Invoices.By("number", number).FirstOrDefault()
            ?? throw RefusalException.NotRelated("Applies-to Doc. No.", "Sales Header", number, "Sales Invoice Header");
    }

    private Customer Customer(Fields fields, PostedDocument? invoice)
    {
        if (fields.Id("customerId") is { } id) return books.Customers.Find(id) ?? throw RefusalException.Dialog("The sell-to customer cannot be found.");
        var number = fields.Text("customerNumber", 20) ?? invoice?.CustomerNumber
            ?? throw new RefusalException(400, "BadRequest_RequiredParamNotProvided", "A \"customerNumber\" or a \"customerId\" must be provided.");
        return books.Customers.By("number", number).FirstOrDefault() ?? throw RefusalException.Dialog("The sell-to customer cannot be found.");
    }

    private PostedLine Line(JsonElement body, int index, PostedDocument? invoice)
    {
        var fields = new Fields(body, "salesCreditMemoLine", LineInsertable, LineReadOnly);
        var type = fields.OneOf("lineType", "Comment", "Account", "Item", "Resource", "Fixed Asset", "Charge") ?? "Item";
        var number = fields.Text("lineObjectNumber", 20) ?? "";
        var item = type != "Item" ? null
            : fields.Id("itemId") is { } id ? books.Items.Find(id) ?? throw RefusalException.NotRelated("Item Id", "Sales Line", $"{id}", "Item")
            : books.Items.By("number", number).FirstOrDefault() ?? throw RefusalException.NotRelated("No.", "Sales Line", number, "Item");
        var quantity = fields.Number("quantity") ?? 0;
        if (quantity < 0) throw RefusalException.Field($"Quantity must be greater than or equal to 0. Current value is '{quantity}'.");
        if (invoice is not null && item is not null)
        {
            var invoiced = invoice.Lines.Where(l => l.ItemId == item.Id).Sum(l => l.Quantity);
            if (quantity > invoiced) throw RefusalException.Field(FormattableString.Invariant($"You cannot return more than the {invoiced} units that you have posted for Item {item.Number}."));
        }
        var price = fields.Number("unitPrice") ?? invoice?.Lines.FirstOrDefault(l => l.ItemId == item?.Id)?.UnitPrice ?? item?.UnitPrice ?? 0;
        return new PostedLine(Guid.NewGuid(), fields.Whole("sequence") ?? (index + 1) * 10000, type, item?.Id ?? Guid.Empty, item?.Number ?? number,
            fields.Text("description", 100) ?? item?.DisplayName ?? "", price, fields.Number("discountPercent") ?? 0, quantity);
    }

    private sealed class WireCreditMemo(PostedDocument row, bool withLines) : WirePosted(row)
    {
        public DateOnly CreditMemoDate => Row.PostingDate;
        public string InvoiceNumber => Row.InvoiceNumber;
        public decimal TotalAmountExcludingTax => Row.Total;
        public decimal TotalTaxAmount { get; } = 0m;
        public decimal TotalAmountIncludingTax => Row.Total;
        public string Status => Row.Status;

        [JsonPropertyOrder(2)]
        public IEnumerable<WirePostedLine>? SalesCreditMemoLines => withLines ? Lines() : null;
    }
}
