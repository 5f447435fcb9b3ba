using System.Text.Json;
using RetailTower.Engine.Canonical;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Api;

/// <summary>An order as <c>POST /api/v1/orders</c> takes it: the canonical order as JSON.</summary>
/// <param name="PlacedAtGiven">False when the sender left the time to the tower; then a repeat at another time is still the same order.</param>
internal sealed record SubmittedOrder(CanonicalOrder Order, bool PlacedAtGiven)
{
    private const int MostLines = 1000, LongReference = 100, Name = 256, Sku = 64;
    private const decimal LeastQuantity = 0.0001m, MostQuantity = 1_000_000, MostPrice = 100_000_000;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The order, or everything that is wrong with it.</summary>
    /// <param name="now">When it was placed, if it does not say so.</param>
    public static (SubmittedOrder? Order, IReadOnlyList<ProblemError> Errors) Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return (null, [new ProblemError("must be an object", "#")]);
            var errors = new List<ProblemError>();
            var order = Read(document.RootElement, now, errors);
            return errors.Count == 0 ? (order, []) : (null, errors);
        }
        catch (JsonException broken)
        {
            var where = broken.LineNumber is { } line ? $" at line {line + 1}, byte {broken.BytePositionInLine + 1}" : "";
            return (null, [new ProblemError($"is not JSON that can be read{where}", "#")]);
        }
    }

    private static SubmittedOrder Read(JsonElement root, DateTimeOffset now, List<ProblemError> errors)
    {
        var fields = new JsonFields(
            root, "#", errors,
            "number", "customerNumber", "customerName", "customerEmail", "customerPhone", "purchaseOrderNumber", "currency", "placedAt", "requestedDelivery", "shipTo", "lines");
        var placedAt = fields.OptionalInstant("placedAt");
        if (placedAt > now.AddDays(1)) fields.Refuse("placedAt", "must not lie in the future");
        var order = new CanonicalOrder(
            fields.Required("number", LongReference), fields.Required("customerNumber", Sku), fields.Required("customerName", Name),
            fields.Optional("customerEmail", Name), fields.Optional("customerPhone", Sku), fields.Optional("purchaseOrderNumber", LongReference),
            Currency(fields), placedAt ?? now, fields.OptionalDay("requestedDelivery"), ShipTo(fields, errors), Lines(fields, errors));
        return new SubmittedOrder(order, placedAt is not null);
    }

    private static string Currency(JsonFields fields)
    {
        var code = fields.Required("currency", Sku);
        if (code.Length > 0 && (code.Length != 3 || !code.All(char.IsAsciiLetterUpper))) fields.Refuse("currency", "must be an ISO 4217 code, for example GBP");
        return code;
    }

    private static PostalAddress ShipTo(JsonFields order, List<ProblemError> errors)
    {
        if (order.Value("shipTo") is not { } element)
        {
            order.Refuse("shipTo", "is missing");
            return new PostalAddress("", "", null, "", null, "");
        }

        var fields = new JsonFields(element, order.At("shipTo"), errors, "name", "street", "street2", "city", "postalCode", "country");
        return element.ValueKind != JsonValueKind.Object
            ? new PostalAddress("", "", null, "", null, "")
            : new PostalAddress(
                fields.Required("name", Name), fields.Required("street", Name), fields.Optional("street2", Name), fields.Required("city", Name),
                fields.Optional("postalCode", Sku), fields.Required("country", Sku));
    }

    private static List<CanonicalOrderLine> Lines(JsonFields order, List<ProblemError> errors)
    {
        var lines = new List<CanonicalOrderLine>();
        if (order.Value("lines") is not { ValueKind: JsonValueKind.Array } all || all.GetArrayLength() is 0 or > MostLines)
        {
            order.Refuse("lines", $"must be an array of 1 to {MostLines} lines");
            return lines;
        }

        var numbers = new HashSet<int>();
        foreach (var element in all.EnumerateArray())
        {
            var fields = new JsonFields(element, $"{order.At("lines")}/{lines.Count}", errors, "lineNo", "sku", "description", "quantity", "unitPrice", "reference");
            var number = fields.OptionalWhole("lineNo", 1, 1_000_000) ?? lines.Count + 1;
            if (!numbers.Add(number)) fields.Refuse("lineNo", $"is {number} like that of another line");
            var sku = element.ValueKind == JsonValueKind.Object ? fields.Required("sku", Sku) : "";
            lines.Add(new CanonicalOrderLine(
                number, sku, fields.Optional("description", Name) ?? sku,
                element.ValueKind == JsonValueKind.Object ? fields.Number("quantity", LeastQuantity, MostQuantity) ?? 0 : 0,
                element.ValueKind == JsonValueKind.Object ? fields.Number("unitPrice", 0, MostPrice) ?? 0 : 0,
                fields.Optional("reference", LongReference)));
        }

        return lines;
    }
}
