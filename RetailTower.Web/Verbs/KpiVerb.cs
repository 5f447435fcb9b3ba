using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RetailTower.Data;
using RetailTower.Data.Kpis;
using RetailTower.Engine;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Web.Configuration;
using RetailTower.Web.Model;

namespace RetailTower.Web.Verbs;

/// <summary><c>kpi</c>: the KPIs of a span of whole hours, as the Insights page shows them; reads the database and changes nothing.</summary>
internal static class KpiVerb
{
    private static readonly Option<string?> From = new("--from") { Description = "Beginning, a whole UTC hour or a day: 2026-11-26T14:00Z, 2026-11-26. Default: 24 hours before the end.", HelpName = "TIME" };

    private static readonly Option<string?> To = new("--to") { Description = "End, exclusive, written alike. Default: the end of the hour that is running.", HelpName = "TIME" };

    private static readonly Option<string?> By = new("--by") { Description = "Split every KPI: channel, region or brand.", HelpName = "WHAT" };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object instead of text." };

    private static readonly Dictionary<string, KpiBy> Splits = new() { ["channel"] = KpiBy.Channel, ["region"] = KpiBy.Region, ["brand"] = KpiBy.Brand };

    private static readonly string[] Heads = ["", "value", "target", "judged by", "before"];

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        By.AcceptOnlyFromAmong([.. Splits.Keys]);
        foreach (var end in new[] { From, To }) end.Validators.Add(given => Check(end.Name, given));
        var command = new Command("kpi", "Print the KPIs of a span with their targets and how many orders they were judged by, while the tower may work on.");
        foreach (var option in new Option[] { From, To, By, Json }) command.Options.Add(option);
        command.Validators.Add(line =>
        {
            if (Hour(line.GetValue(From)) is not { } from || Hour(line.GetValue(To)) is not { } to || from < to) return;
            line.AddError($"--from must lie before --to; {Text(from)} does not lie before {Text(to)}.");
        });
        command.SetAction((line, token) => Refusals.ReportAsync(() => PrintAsync(Hour(line.GetValue(From)), Hour(line.GetValue(To)), line.GetValue(By), line.GetValue(Json), token)));
        return command;
    }

    private static async Task<int> PrintAsync(DateTimeOffset? from, DateTimeOffset? to, string? by, bool json, CancellationToken cancellationToken)
    {
        var configuration = TowerWebApplication.Builder(new TowerStart()).Configuration;
        var database = DatabaseSettings.Read(configuration);
        var options = configuration.GetSection(EngineComponents.KpisKey).Get<KpiOptions>() ?? new KpiOptions();
        if (options.Validate(EngineComponents.KpisKey).ToList() is { Count: > 0 } problems) throw new SettingsException(problems);
        var name = database.Provider == DatabaseProvider.Sqlite ? database.SqliteFile : "the database of ConnectionStrings:Tower";
        if (database.Provider == DatabaseProvider.Sqlite && !File.Exists(database.SqliteFile))
            throw new StartException($"There is no database at {name}. Set Tower__DataDirectory to the folder of the tower's database.");
        database.ReadOnly = true;
        await using var services = new ServiceCollection().AddLogging().AddTowerData(database).AddSingleton(TimeProvider.System).AddSingleton<DatabaseProbe>().AddSingleton(options).AddSingleton<KpiBoard>().BuildServiceProvider();
        if (await services.GetRequiredService<DatabaseProbe>().FindFaultAsync(cancellationToken) is { } fault) throw new StartException($"The KPIs cannot be read from {name}: {fault}");
        var end = to ?? KpiPeriod.HourOf(TimeProvider.System.GetUtcNow()).AddHours(1);
        var begin = from ?? end.AddHours(-24);
        if (begin >= end) throw new StartException($"--from {Text(begin)} does not lie before the end of the hour that is running; give a --to behind it.");
        var period = new KpiPeriod(begin, end, (int)(end - begin).TotalHours);
        var report = await services.GetRequiredService<KpiBoard>().ReadAsync(period, by is null ? KpiBy.Nothing : Splits[by], cancellationToken);
        if (report.Kpis.All(it => it.Value is null))
            throw new StartException($"Nothing was counted from {Text(begin)} to {Text(end)} in {name}. A tower counts while it runs: start it, or ask for a span in which it had orders (--from, --to).");
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(Shape(report, by), Readable) : Table(report, by));
        return TowerCommand.Done;
    }

    private static string Table(KpiReport report, string? by)
    {
        var rows = new List<string[]> { Heads };
        foreach (var found in report.Kpis)
        {
            rows.Add(Row(found.Kpi.Title, found.Kpi, found.Value, found.Before));
            rows.AddRange(found.Groups.Select(group => Row("  " + KpiWords.Group(by!, group.Name), found.Kpi, group.Value, group.Before)));
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return string.Join(Environment.NewLine, [$"From {Text(report.Period.From)} to {Text(report.Period.To)}", .. lines]);
    }

    private static string[] Row(string title, KpiDefinition kpi, KpiValue? value, KpiValue? before) =>
    [
        title, KpiWords.Value(kpi, value) + KpiWords.Others(value),
        $"{KpiWords.Target(kpi) ?? "–"}{(kpi.Meets(value) == false ? " (missed)" : "")}", KpiWords.Counted(kpi, value), KpiWords.Value(kpi, before),
    ];

    private static object Shape(KpiReport report, string? by) => new
    {
        report.Period.From,
        report.Period.To,
        report.CountedUpTo,
        By = by,
        Kpis = report.Kpis.Select(found => new
        {
            found.Kpi.Name,
            found.Kpi.Title,
            Definition = found.Kpi.Words,
            Unit = found.Kpi.Unit switch { KpiUnit.Duration => "seconds", KpiUnit.Share => "share", KpiUnit.Money => "money", _ => "count" },
            found.Kpi.Target,
            found.Kpi.HigherIsBetter,
            Meets = found.Kpi.Meets(found.Value),
            found.Value?.Value,
            found.Value?.Currency,
            found.Value?.Median,
            Counted = found.Value?.Counted ?? 0,
            found.Kpi.Counts,
            OtherCurrencies = found.Value?.Others,
            Before = found.Before?.Value,
            Groups = found.Groups.Select(group => new { group.Name, group.Value?.Value, Counted = group.Value?.Counted ?? 0, Before = group.Before?.Value }),
        }),
    };

    private static void Check(string name, OptionResult given)
    {
        if (given.GetValueOrDefault<string?>() is { } text && Hour(text) is null)
            given.AddError($"{name} is a whole UTC hour, written 2026-11-26T14:00Z, or a day, written 2026-11-26; '{text}' is neither.");
    }

    private static DateTimeOffset? Hour(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at == KpiPeriod.HourOf(at) ? at : null;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
