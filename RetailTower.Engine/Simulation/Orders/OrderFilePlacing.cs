using System.Text;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>How far the placing of an order file has come.</summary>
/// <param name="State"><c>reading</c>, <c>waiting</c> for somebody to listen, <c>placing</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Lines">Lines in the file: those in orders, those in cancellations and the refused ones together.</param>
public sealed record OrderFileReport(
    string File, string State, int Lines, int LinesInOrders, int LinesInCancellations, int RefusedLines, int Orders, int Cancellations,
    int OrdersPlaced, int CancellationsPlaced, IReadOnlyList<RefusedLine> Refused, string? Failure);

/// <summary>Places the orders of a file, one after another through the origins in turn, each cancellation through its order's own.</summary>
internal sealed class OrderFilePlacing(Surroundings around, OrderTraffic traffic, string path)
{
    private readonly ILogger _log = around.Logs.CreateLogger<OrderFilePlacing>();
    private volatile OrderFileReport _report = new(path, "reading", 0, 0, 0, 0, 0, 0, 0, 0, [], null);

    public OrderFileReport Report => _report;

    /// <summary>How many steps of the file an earlier landscape took, whose books this one goes on with; they are not taken again.</summary>
    public int StepsTaken { get; set; }

    /// <summary>The file being placed.</summary>
    public string Path => path;

    /// <summary>The file's products; none when it cannot be read, which <see cref="RunAsync"/> tells.</summary>
    public static IReadOnlyList<Product> ProductsOf(string path)
    {
        try
        {
            using var text = new StreamReader(path, Encoding.UTF8);
            return [.. OrderFile.Read(text).Products];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        OrderFile file;
        try
        {
            using var text = new StreamReader(path, Encoding.UTF8);
            file = OrderFile.Read(text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            _report = _report with { State = "failed", Failure = failure.Message };
            _log.LogError("The order file {File} cannot be read: {Reason}", path, failure.Message);
            return;
        }
        Tell(file);
        foreach (var product in file.Products) around.Catalogue.Add(product);
        foreach (var customer in file.Customers) around.Catalogue.Add(customer);
        _report = _report with { State = "waiting" };
        await traffic.OpeningAsync(cancellationToken);
        _report = _report with { State = "placing" };
        var before = Math.Min(StepsTaken, file.Steps.Count);
        var placed = file.Steps.Take(before).Count(s => s.Order is not null);
        _report = _report with { OrdersPlaced = placed, CancellationsPlaced = before - placed };
        await traffic.PaceAsync(file.Steps.Count - before, around.Options.Rate, n => Take(file.Steps[before + n]), cancellationToken);
        _report = _report with { State = "done" };
        _log.LogInformation("Of {File}, {Orders} orders and {Cancellations} cancellations were placed", path, _report.OrdersPlaced, _report.CancellationsPlaced);
    }

    private void Take(OrderFileStep step)
    {
        StepsTaken++;
        var origin = traffic.OriginOf(step.OrderIndex);
        if (step.Order is { } order)
        {
            origin.Place(order);
            _report = _report with { OrdersPlaced = _report.OrdersPlaced + 1 };
        }
        else if (origin.TakeBack(step.Reduction!))
        {
            _report = _report with { CancellationsPlaced = _report.CancellationsPlaced + 1 };
        }
        else
        {
            _log.LogError("Cancellation {Number} could not be placed: {Order} no longer allows it", step.Reduction!.Reference, step.Reduction.OrderReference);
        }
    }

    private void Tell(OrderFile file)
    {
        foreach (var refused in file.Refused) _log.LogWarning("{File} line {Line}, invoice {Invoice} refused: {Reason}", path, refused.Line, refused.Invoice, refused.Reason);
        _report = _report with
        {
            Lines = file.Lines,
            LinesInOrders = file.OrderLines,
            LinesInCancellations = file.CancellationLines,
            RefusedLines = file.Refused.Count,
            Orders = file.Orders,
            Cancellations = file.Cancellations,
            Refused = file.Refused,
        };
        _log.LogInformation(
            "{File}: {Lines} lines = {OrderLines} in {Orders} orders + {CancellationLines} in {Cancellations} cancellations + {Refused} refused",
            path, file.Lines, file.OrderLines, file.Orders, file.CancellationLines, file.Cancellations, file.Refused.Count);
    }
}
