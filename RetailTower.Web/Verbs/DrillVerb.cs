using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RetailTower.Web.Drills;

namespace RetailTower.Web.Verbs;

/// <summary><c>drill</c>: scripted outages against towers and systems of its own, scored against what is expected of the tower.</summary>
internal static class DrillVerb
{
    private const string Everything = "all";

    private static readonly Argument<string> Name = new("NAME") { Description = "A drill, or all of them." };

    private static readonly Option<int> Seed = new("--seed") { Description = "Repeats a drill's choices.", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON array instead of text." };

    public static Command Create()
    {
        Name.AcceptOnlyFromAmong([Everything, .. DrillBook.Drills.Select(drill => drill.Name)]);
        var command = new Command("drill", "Run scripted outages and score the tower in them. Touches nothing but processes and files of its own. Ends with 1 when a drill did not pass.") { Name };
        foreach (var option in new Option[] { Seed, Json }) command.Options.Add(option);
        command.SetAction((line, token) => Refusals.ReportAsync(() => RunAsync(line.GetRequiredValue(Name), line.GetValue(Seed), line.GetValue(Json), token)));
        return command;
    }

    private static async Task<int> RunAsync(string name, int seed, bool json, CancellationToken cancellationToken)
    {
        var reports = new List<DrillReport>();
        foreach (var drill in DrillBook.Drills.Where(drill => name is Everything || drill.Name == name))
        {
            Console.Error.WriteLine($"{drill.Name}: {drill.What}");
            var report = await drill.RunAsync(seed, _ => { }, cancellationToken);
            reports.Add(report);
            if (!json) Write(report);
        }

        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(reports, JsonSerializerOptions.Web));
        return reports.TrueForAll(report => report.Passed) ? TowerCommand.Done : TowerCommand.Refused;
    }

    private static void Write(DrillReport report)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(report.Passed ? "passed" : "FAILED")} {report.Drill} (seed {report.Seed}): {report.Orders} orders, at most {report.PeakDepth} waited, {report.Seconds:0} s"));
        foreach (var expectation in report.Expectations) Console.Out.WriteLine($"  {(expectation.Held ? "held " : "BROKE")} {expectation.What}: {expectation.Seen}");
        foreach (var fault in report.Faults) Console.Out.WriteLine($"        {fault}");
    }
}
