using System.Globalization;
using System.Text;
using RetailTower.Data.Model;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Web.Authentication;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Insights;

/// <summary><c>GET /insights.csv</c>: what the Insights page draws at the same address, for whoever may see the page.</summary>
internal static class InsightsCsv
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(TowerUrls.InsightsCsv, GetAsync).RequireAuthorization(Policies.CanSeeOrders);

    private static async Task<IResult> GetAsync(KpiBoard board, AnnotationDesk annotations, TimeProvider time, string? period, string? by, string? kpi, CancellationToken cancellationToken)
    {
        var asked = InsightsAddress.Of(period, by, kpi);
        var report = await board.ReadAsync(KpiPeriod.Of(asked.Period, time.GetUtcNow()), asked.Split, cancellationToken);
        return TypedResults.File(Encoding.UTF8.GetBytes(Write(report, await annotations.ListAsync(report.Period, cancellationToken), asked)), "text/csv; charset=utf-8", $"{asked.Kpi.Name}-{asked.Period}.csv");
    }

    /// <summary>The trend with what was noted on it, then the whole period, then each channel, region or brand.</summary>
    public static string Write(KpiReport report, IReadOnlyList<Annotation> annotations, InsightsAddress asked)
    {
        var found = report.Of(asked.Kpi);
        var csv = new StringBuilder($"kpi,from,to,{asked.By},value,unit,target,judged_by,notes\r\n");
        for (var slot = 0; slot < found.Points.Count; slot++) Row(report.Period.Part(slot), "(all)", found.Points[slot], Notes(report.Period.Part(slot)));
        Row((report.Period.From, report.Period.To), "(all)", found.Value);
        foreach (var group in found.Groups) Row((report.Period.From, report.Period.To), group.Name, group.Value);
        return csv.ToString();

        void Row((DateTimeOffset From, DateTimeOffset To) span, string group, KpiValue? value, string notes = "") => csv.Append(
            CultureInfo.InvariantCulture, $"{asked.Kpi.Name},{Wording.Iso(span.From)},{Wording.Iso(span.To)},{CsvField.Of(group)},{value?.Value},{Unit(asked.Kpi, value)},{found.Kpi.Target},{value?.Counted ?? 0},{CsvField.Of(notes)}\r\n");

        string Notes((DateTimeOffset From, DateTimeOffset To) span) => string.Join("; ", annotations.Where(note => note.At >= span.From && note.At < span.To).Select(note => note.Text));
    }

    private static string Unit(KpiDefinition kpi, KpiValue? value) => kpi.Unit switch
    {
        KpiUnit.Duration => "seconds",
        KpiUnit.Share => "share",
        KpiUnit.Money => value?.Currency ?? "",
        _ => "count",
    };
}
