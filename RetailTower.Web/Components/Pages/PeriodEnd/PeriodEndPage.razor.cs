using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.PeriodEnd;

/// <summary>Whether a day's or month's books can be closed: of the orders that left, how many are invoiced, paid and matched, and which are not.</summary>
public sealed partial class PeriodEndPage
{
    private readonly IReadOnlyList<PageKey> _keys;
    private PeriodEndSpan _span = new(DateOnly.MinValue, false);
    private SettlementReport? _report;

    public PeriodEndPage() => _keys =
    [
        new PageKey("j", "period after", () => GoAsync(_span.Later)),
        new PageKey("k", "period before", () => GoAsync(_span.Earlier)),
    ];

    /// <summary>As 2026-11-27.</summary>
    [SupplyParameterFromQuery]
    public string? Day { get; set; }

    /// <summary>As 2026-11.</summary>
    [SupplyParameterFromQuery]
    public string? Month { get; set; }

    protected override object? Inputs => _span;

    protected override TimeSpan Pace => TimeSpan.FromSeconds(5);

    private static string Finance => new CaseQuery(CaseQuery.List, Owner: CaseBook.TeamOf(Domains.Invoice)).Address;

    protected override void OnParametersSet() => _span = PeriodEndSpan.Of(Day, Month, Clock.GetUtcNow());

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Figures;

    protected override async Task LoadAsync(CancellationToken cancellationToken) => _report = await Board.ReadAsync(_span.From, _span.To, cancellationToken);

    private static int Open(SettlementReport report) => report.Steps[0].Orders - report.Steps[^1].Orders;

    private static ScreenState State(SettlementReport report) => Open(report) == 0 ? ScreenState.Ok : ScreenState.Attention;

    private static string Word(SettlementReport report) => report.Steps[0].Orders == 0 ? "Nothing left" : Open(report) == 0 ? "Complete" : $"{Wording.Count(Open(report), "order")} open";

    /// <summary>Never rounded up to all.</summary>
    private static string Share(SettlementCount step, SettlementReport report) => ComparisonWords.Percent((double)step.Orders / report.Steps[0].Orders);

    private static string Width(SettlementCount step, SettlementReport report) => (100d * step.Orders / report.Steps[0].Orders).ToString("0.##", CultureInfo.InvariantCulture);

    private string Behind(string? settled) => OrderSpanWords.Address(new OrderSpan(OrderMoment.Shipped, _span.From, _span.To), settled: settled);

    private Task GoAsync(PeriodEndSpan span)
    {
        Go(span.Address, replace: true);
        return Task.CompletedTask;
    }
}
