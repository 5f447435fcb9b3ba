using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>`salesOrderLines`, below their order or by their own id. A changed line changes its order's ETag too.</summary>
internal sealed class SalesOrderLineSet(Books books, OrderDesk desk) : IEntitySet
{
    private static readonly HashSet<string> Writable =
    [
        "sequence", "itemId", "lineObjectNumber", "lineType", "description", "quantity", "unitPrice", "discountPercent", "shipmentDate",
        "shipQuantity", "invoiceQuantity", "unitOfMeasureCode",
    ];

    private static readonly HashSet<string> ReadOnly =
    [
        "id", "documentId", "amountExcludingTax", "taxPercent", "totalTaxAmount", "amountIncludingTax", "netAmount", "netTaxAmount",
        "netAmountIncludingTax", "shippedQuantity", "invoicedQuantity",
    ];

    public string Name => "salesOrderLines";

    /// <summary>Lines asked for without their order: by id, or all of one order by `$filter=documentId eq …`.</summary>
    public Answer Handle(Call call, ReadOnlySpan<Segment> path)
    {
        if (path[0].Key is { } key) return Handle(call, Order(LineIds.OrderOf(EntitySet<SalesOrder>.Id(key))), path);
        if (call.Option("$filter") is { } filter && Filter.Parse(filter).Keys(f => f == "documentId") is { Keys: [var id] })
            return Handle(call, Order(EntitySet<SalesOrder>.Id(id)), path);
        throw RefusalException.Dialog("You must specify an Id or a Document Id to get the lines.");
    }

    public Answer Handle(Call call, SalesOrder order, ReadOnlySpan<Segment> path)
    {
        if (path.Length > 1) throw RefusalException.NoSuchResource(call.Path);
        if (path[0].Key is not { } key)
        {
            return call.Method switch
            {
                "GET" => new Answer(200, new Page(Context(call, order), [.. order.Lines.Select(l => new WireOrderLine(order.Id, l))])),
                "POST" => Single(call, order, desk.AddLine(order, Read(call.RequiredBody)), 201),
                _ => throw RefusalException.MethodNotAllowed(call.Method),
            };
        }
        var id = EntitySet<SalesOrder>.Id(key);
        var line = order.Lines.FirstOrDefault(l => l.Id == id) ?? throw RefusalException.NoSuchRecord();
        switch (call.Method)
        {
            case "GET":
                return Single(call, order, line, 200);
            case "PATCH":
                call.RequireMatch(line.RowVersion);
                return Single(call, order, desk.AmendLine(order, line, Read(call.RequiredBody)), 200);
            case "DELETE":
                call.RequireMatch(line.RowVersion);
                desk.RemoveLine(order, line);
                return Answer.NoContent;
            default:
                throw RefusalException.MethodNotAllowed(call.Method);
        }
    }

    public static LineRequest Read(JsonElement body)
    {
        var fields = new Fields(body, "salesOrderLine", Writable, ReadOnly);
        return new LineRequest
        {
            LineType = fields.OneOf("lineType", "Comment", "Account", "Item", "Resource", "Fixed Asset", "Charge"),
            ItemId = fields.Id("itemId"),
            LineObjectNumber = fields.Text("lineObjectNumber", 20),
            Description = fields.Text("description", 100),
            Sequence = fields.Whole("sequence"),
            Quantity = fields.Number("quantity"),
            UnitPrice = fields.Number("unitPrice"),
            DiscountPercent = fields.Number("discountPercent"),
            ShipQuantity = fields.Number("shipQuantity"),
            InvoiceQuantity = fields.Number("invoiceQuantity"),
            ShipmentDate = fields.Date("shipmentDate"),
        };
    }

    private SalesOrder Order(Guid id) => books.Orders.Find(id) ?? throw RefusalException.NoSuchRecord();

    private static string Context(Call call, SalesOrder order) =>
        $"{call.ApiBase}/$metadata#companies({BusinessCentralSystem.CompanyId})/salesOrders({order.Id})/salesOrderLines";

    private static Answer Single(Call call, SalesOrder order, OrderLine line, int status)
    {
        var wire = new WireOrderLine(order.Id, line) { Context = Context(call, order) + "/$entity" };
        return new Answer(status, wire) { ETag = wire.ETag };
    }

    private sealed record Page([property: JsonPropertyName("@odata.context")] string Context, IReadOnlyList<WireOrderLine> Value);
}
