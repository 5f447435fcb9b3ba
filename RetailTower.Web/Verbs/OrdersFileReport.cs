namespace RetailTower.Web.Verbs;

/// <summary>What the landscape's control face says of the order file it places.</summary>
internal sealed record OrdersFileReport(
    string File, string State, int Lines, int LinesInOrders, int LinesInCancellations, int RefusedLines, int Orders, int Cancellations,
    int OrdersPlaced, int CancellationsPlaced, IReadOnlyList<OrdersFileReport.RefusedLine> Refused, string? Failure)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    internal sealed record RefusedLine(int Line, string Invoice, string Reason);

    /// <summary>Waits until the file is placed or cannot be, or until cancelled; answers how far it came.</summary>
    public static async Task<OrdersFileReport> WaitAsync(Uri controlFace, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = controlFace };
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            var report = await http.GetFromJsonAsync<OrdersFileReport>("/orders-file", CancellationToken.None)
                ?? throw new InvalidOperationException("The landscape tells nothing of its order file.");
            if (report.State is "done" or "failed" || cancellationToken.IsCancellationRequested) return report;
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Asked to stop: one last look tells how far it came.
            }
        }
    }

    public void Write(TextWriter output)
    {
        foreach (var refused in Refused) output.WriteLine($"  line {refused.Line}, invoice {refused.Invoice}: {refused.Reason}");
        output.WriteLine($"{File}: {Lines} lines = {LinesInOrders} in {Orders} orders + {LinesInCancellations} in {Cancellations} cancellations + {RefusedLines} refused");
        output.WriteLine($"{(State == "done" ? "All placed" : "Stopped before the end")}: {OrdersPlaced} of {Orders} orders, {CancellationsPlaced} of {Cancellations} cancellations");
        output.Flush();
    }
}
