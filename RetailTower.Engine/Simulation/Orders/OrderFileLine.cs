using System.Globalization;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>A line of an order file as it stands there; line 1 is the header.</summary>
internal sealed record OrderFileLine(
    int Number, string InvoiceNo, string StockCode, string Description, string Quantity, string InvoiceDate, string UnitPrice, string CustomerId, string Country)
{
    public bool IsCancellation => InvoiceNo.StartsWith('C');
}

/// <summary>A line that can be part of an order or a cancellation.</summary>
/// <param name="Quantity">Units, above 0 for a cancellation as well.</param>
internal sealed record GoodLine(OrderFileLine Source, int Quantity, decimal UnitPrice)
{
    // Stock codes that stand for charges, postage, samples, fees and corrections by hand, not for goods.
    private static readonly HashSet<string> NoGoods = new(StringComparer.OrdinalIgnoreCase)
    {
        "POST", "DOT", "C2", "C3", "D", "M", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS", "ADJUST", "ADJUST2", "TEST001", "TEST002", "GIFT",
    };

    /// <summary>The line as an order can have it, or the reason why not.</summary>
    public static (GoodLine? Line, string? Reason) Of(OrderFileLine line)
    {
        if (line.InvoiceNo.Length == 0) return (null, "no invoice number");
        if (line.StockCode.Length == 0) return (null, "no stock code");
        if (NoGoods.Contains(line.StockCode)) return (null, $"{line.StockCode} is a charge or an adjustment by hand, not goods");
        if (!char.IsAsciiDigit(line.StockCode[0])) return (null, $"{line.StockCode} is not a product's code");
        if (!int.TryParse(line.Quantity, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity)) return (null, $"quantity '{line.Quantity}' is not a whole number");
        if (!DateTime.TryParseExact(line.InvoiceDate, "MM-dd-yyyy HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return (null, $"date '{line.InvoiceDate}' is not of the form MM-dd-yyyy HH:mm");
        if (!decimal.TryParse(line.UnitPrice, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price))
            return (null, $"price '{line.UnitPrice}' is not a number");
        if (line.IsCancellation && quantity >= 0) return (null, $"a cancellation of quantity {quantity}");
        if (!line.IsCancellation && quantity <= 0) return (null, $"quantity {quantity} on an order");
        if (price <= 0) return (null, $"price {line.UnitPrice}");
        return (new(line, Math.Abs(quantity), price), null);
    }
}
