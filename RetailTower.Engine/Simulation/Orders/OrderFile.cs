using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>A line that cannot be an order or a cancellation, with the reason.</summary>
public sealed record RefusedLine(int Line, string Invoice, string Reason);

/// <summary>A thing to do with an order file, in the file's order: place an order, or take back from one.</summary>
internal sealed record OrderFileStep(int OrderIndex, PlacedOrder? Order, Reduction? Reduction);

/// <summary>An order file in the UCI Online Retail layout, read and made sense of.</summary>
internal sealed record OrderFile(
    IReadOnlyList<OrderFileStep> Steps, IReadOnlyList<Product> Products, IReadOnlyList<Customer> Customers, IReadOnlyList<RefusedLine> Refused,
    int Lines, int OrderLines, int CancellationLines)
{
    private const decimal AmpleStock = 50_000_000m;
    private static readonly string[] Columns = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    public int Orders => Steps.Count(s => s.Order is not null);

    public int Cancellations => Steps.Count(s => s.Reduction is not null);

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The header lacks a column.</exception>
    public static OrderFile Read(TextReader text)
    {
        // Bad quoting must cost its own line only, so nothing in it throws.
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null, TrimOptions = TrimOptions.Trim };
        using var csv = new CsvReader(text, settings);
        if (!csv.Read() || !csv.ReadHeader()) throw new FormatException("The order file is empty.");
        var missing = Columns.Where(c => csv.HeaderRecord?.Contains(c, StringComparer.Ordinal) is not true).ToList();
        if (missing.Count > 0) throw new FormatException($"The order file lacks the columns {string.Join(", ", missing)}.");
        var assembly = new OrderAssembly();
        while (csv.Read())
        {
            // Cells are found by name, whatever their order; a row that is too short has blanks at its end.
            var cells = Array.ConvertAll(Columns, c => csv.GetField(c) ?? "");
            assembly.Add(new(csv.Parser.RawRow, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]));
        }
        return assembly.Complete(AmpleStock);
    }
}
