using System.Globalization;
using System.Text;
using RetailTower.Data.Queries;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Web.Authentication;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Shifts;

/// <summary><c>GET /shift.csv</c>: what the Shift page shows at the same address, for whoever may see the page.</summary>
internal static class ShiftCsv
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(TowerUrls.ShiftCsv, GetAsync).RequireAuthorization(Policies.CanSeeOrders);

    private static async Task<IResult> GetAsync(TeamDesk desk, TimeProvider time, int? hours, string? to, string? team, CancellationToken cancellationToken)
    {
        var asked = ShiftSpan.Of(hours, to, team);
        var (from, end) = asked.Span(time.GetUtcNow());
        return TypedResults.File(Encoding.UTF8.GetBytes(Write(await desk.ShiftAsync(from, end, asked.Team, cancellationToken))), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"shift-{end:yyyy-MM-dd-HHmm}.csv"));
    }

    /// <summary>A row for each figure, operation, escalation and note.</summary>
    public static string Write(ShiftReport report)
    {
        var csv = new StringBuilder("from,to,what,team,who,how,cases,currency,money_at_risk,at,text\r\n");
        foreach (var it in report.Opened) Row("opened", it.Team, "", "", it.Cases);
        foreach (var it in report.Closed) Row("closed", it.Team, it.Who, ShiftWords.How(it.How, it.Who), it.Cases);
        foreach (var it in report.Open) Row("still open", it.Team, "", ShiftWords.Ages[it.Age], it.Cases, it.Currency, it.MoneyAtRisk);
        foreach (var it in report.Operations) Row("operation", "", it.RequestedBy, it.Action, it.Total, at: it.RequestedAt, text: it.Argument);
        foreach (var it in report.Escalations) Row("escalation", it.Team, it.ClosedBy ?? "", string.Create(CultureInfo.InvariantCulture, $"rung {it.Rung}"), it.Cases, at: it.OpenedAt, text: it.Title);
        foreach (var it in report.HandOvers) Row("hand-over", it.Team, it.Author, it.SeenBy is null ? "" : $"taken over by {it.SeenBy}", null, at: it.At, text: it.Text);
        return csv.ToString();

        void Row(string what, string team, string who, string how, int? cases, string currency = "", decimal? money = null, DateTimeOffset? at = null, string? text = null) => csv.Append(
            CultureInfo.InvariantCulture,
            $"{Wording.Iso(report.From)},{Wording.Iso(report.To)},{what},{CsvField.Of(team)},{CsvField.Of(who)},{CsvField.Of(how)},{cases},{CsvField.Of(currency)},{money},{(at is { } moment ? Wording.Iso(moment) : "")},{CsvField.Of(text ?? "")}\r\n");
    }
}
