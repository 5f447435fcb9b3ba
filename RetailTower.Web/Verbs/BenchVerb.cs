using System.CommandLine;
using RetailTower.Web.Bench;

namespace RetailTower.Web.Verbs;

/// <summary><c>bench</c>: measures whole order journeys on this machine, and the limit that disk and HTTP set to them.</summary>
internal static class BenchVerb
{
    private static readonly Option<int> Orders = new("--orders") { Description = "Whole journeys to measure.", DefaultValueFactory = _ => 1000 };

    private static readonly Option<int> Lines = new("--lines") { Description = "Lines of each order.", DefaultValueFactory = _ => 3 };

    private static readonly Option<double?> Rate = new("--rate") { Description = "Orders placed per second. Without it they come as fast as they go." };

    private static readonly Option<int> UnderWay = new("--under-way")
    {
        Description = "Without --rate, orders under way at once.",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<int> WarmUp = new("--warm-up")
    {
        Description = "Orders before the measured ones; they count in what is lost, doubled or out of order only.",
        DefaultValueFactory = _ => 100,
    };

    private static readonly Option<int> Preload = new("--preload") { Description = "Finished orders, copies of real ones, that the database holds before the run.", DefaultValueFactory = _ => 0 };

    private static readonly Option<DirectoryInfo?> DataDirectory = new("--data-dir")
    {
        Description = "Empty folder for the tower's data, kept afterwards. Without it a temporary one is taken and removed.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        Orders.Validators.Add(NumberRange.Between(1, 1_000_000));
        Lines.Validators.Add(NumberRange.Between(1, 200));
        Rate.Validators.Add(NumberRange.Between(0.1, 100_000));
        UnderWay.Validators.Add(NumberRange.Between(1, 50_000));
        WarmUp.Validators.Add(NumberRange.Between(0, 100_000));
        Preload.Validators.Add(NumberRange.Between(0, 10_000_000));
        var command = new Command("bench", "Measure whole order journeys against a simulated landscape on this machine, and what disk and HTTP would allow at best. Ends with 1 when an order was lost, doubled or out of order.");
        foreach (var option in new Option[] { Orders, Lines, Rate, UnderWay, WarmUp, Preload, DataDirectory, Json }) command.Options.Add(option);
        command.SetAction((line, token) => Refusals.ReportAsync(() => RunAsync(line, token)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var plan = new BenchPlan(
            line.GetValue(Orders), line.GetValue(Lines), line.GetValue(Rate), line.GetValue(UnderWay), line.GetValue(WarmUp), line.GetValue(Preload),
            line.GetValue(DataDirectory)?.FullName);
        var (report, outcome) = await new BenchRun(plan).MeasureAsync(cancellationToken);
        if (line.GetValue(Json)) Console.Out.WriteLine(report.ToJson());
        else report.Write(Console.Out);
        foreach (var fault in outcome.Faults) Console.Error.WriteLine(fault);
        return outcome.Good ? TowerCommand.Done : TowerCommand.Refused;
    }
}
