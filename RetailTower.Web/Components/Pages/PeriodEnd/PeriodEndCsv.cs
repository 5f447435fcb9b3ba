using System.Globalization;
using System.Text;
using RetailTower.Data.Queries;
using RetailTower.Engine.Insight;
using RetailTower.Web.Authentication;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.PeriodEnd;

/// <summary><c>GET /period-end.csv</c>: what the Period end page shows at the same address, for whoever may see the page.</summary>
internal static class PeriodEndCsv
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(TowerUrls.PeriodEndCsv, GetAsync).RequireAuthorization(Policies.CanSeeOrders);

    private static async Task<IResult> GetAsync(SettlementBoard board, TimeProvider time, string? day, string? month, CancellationToken cancellationToken)
    {
        var span = PeriodEndSpan.Of(day, month, time.GetUtcNow());
        return TypedResults.File(Encoding.UTF8.GetBytes(Write(await board.ReadAsync(span.From, span.To, cancellationToken))), "text/csv; charset=utf-8", $"period-end-{span.Text}.csv");
    }

    /// <summary>A row for each step and currency; numbers of orders are of all currencies and stand in each of the step's rows.</summary>
    public static string Write(SettlementReport report)
    {
        var csv = new StringBuilder("from,to,as_of,step,orders,lacking,currency,worth,lacking_worth\r\n");
        foreach (var step in report.Steps)
        {
            foreach (var currency in step.Value.Concat(step.LackingValue).Select(money => money.Currency).Distinct().DefaultIfEmpty(""))
            {
                csv.Append(CultureInfo.InvariantCulture, $"{Wording.Iso(report.From)},{Wording.Iso(report.To)},{Wording.Iso(report.At)},{SettlementWords.Step(step.Step).ToLowerInvariant()},{step.Orders},{step.Lacking},");
                csv.Append(CultureInfo.InvariantCulture, $"{CsvField.Of(currency)},{Worth(step.Value, currency)},{Worth(step.LackingValue, currency)}\r\n");
            }
        }

        return csv.ToString();
    }

    private static decimal Worth(IReadOnlyList<Money> amounts, string currency) => amounts.FirstOrDefault(money => money.Currency == currency)?.Amount ?? 0;
}
