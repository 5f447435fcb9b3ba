using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Web.Components.Controls;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Insights;

/// <summary>The KPIs of a period; of the one that is selected its trend, its channels or regions, and the orders behind each point.</summary>
public sealed partial class InsightsPage
{
    private readonly IReadOnlyList<PageKey> _keys;
    private InsightsAddress _asked = InsightsAddress.Of(null, null, null);
    private KpiReport? _report;
    private KpiFindings _found = null!;
    private IReadOnlyList<TrendPoint> _points = [];
    private IReadOnlyList<Annotation> _annotations = [];
    private IReadOnlyList<TrendMark> _marks = [];

    public InsightsPage() => _keys =
    [
        new PageKey("j", "next KPI", () => MoveAsync(1)),
        new PageKey("k", "previous KPI", () => MoveAsync(-1)),
    ];

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [SupplyParameterFromQuery]
    public string? Kpi { get; set; }

    protected override object? Inputs => _asked;

    // Hours are counted four times a minute.
    protected override TimeSpan Pace => TimeSpan.FromSeconds(5);

    private string ValueHead => _asked.Kpi.Level ? "At the end" : "Value";

    protected override void OnParametersSet() => _asked = InsightsAddress.Of(Period, By, Kpi);

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Figures;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var asked = _asked;
        var report = await Board.ReadAsync(KpiPeriod.Of(asked.Period, Clock.GetUtcNow()), asked.Split, cancellationToken);
        _annotations = await Annotations.ListAsync(report.Period, cancellationToken);
        _marks = [.. _annotations.Select((note, index) => new TrendMark(note.At, AnnotationList.Sign(index), note.Text))];
        var found = _found = report.Of(asked.Kpi);
        _points =
        [
            .. _found.Points.Select((value, slot) =>
            {
                var (from, to) = report.Period.Part(slot);
                return new TrendPoint(from, to, value?.Value, KpiWords.Value(asked.Kpi, value) + KpiWords.Others(value), KpiWords.Counted(asked.Kpi, value), Behind(report, from, to, null), found.Kpi.Meets(value) == false);
            }),
        ];
        _report = report;
    }

    private static string PeriodWord(string name) => name switch { "24h" => "last 24 hours", "7d" => "last 7 days", _ => "last 30 days" };

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As of when the last counted hour is known: its end, or now while it runs.</summary>
    private static DateTimeOffset Newest(KpiReport report) => report.CountedUpTo is { } hour && hour.AddHours(1) < report.At ? hour.AddHours(1) : report.At;

    private string Say(double value) => KpiWords.Axis(_found.Kpi, value, _found.Value?.Currency);

    /// <summary>The orders of a span, up to the end of the hour that runs, and of one channel or region if one is given; null where no order is behind it.</summary>
    private string? Behind(KpiReport report, DateTimeOffset from, DateTimeOffset to, string? group)
    {
        if (_asked.Kpi.Orders is not { } moment) return null;
        var end = KpiPeriod.HourOf(report.At).AddHours(1);
        var span = new OrderSpan(moment, from, to < end ? to : end);
        if (group is null) return OrderSpanWords.Address(span);
        return _asked.By switch
        {
            "region" => OrderSpanWords.Address(span, country: group),
            "brand" => OrderSpanWords.Address(span, brand: group),
            _ => group.Length == 0 ? null : OrderSpanWords.Address(span, group),
        };
    }

    private async Task AnnotateAsync((DateTimeOffset At, string Text) written)
    {
        if (!Viewer.Annotates) return;
        await Annotations.AddAsync(written.At, written.Text, Viewer.Name, CancellationToken.None);
        await ReadNowAsync();
    }

    private async Task RemoveAsync(Annotation note)
    {
        if (!Viewer.Annotates) return;
        await Annotations.RemoveAsync(note.Id, Viewer.Name, CancellationToken.None);
        await ReadNowAsync();
    }

    private Task MoveAsync(int by)
    {
        var index = KpiBook.All.Index().First(it => it.Item == _asked.Kpi).Index + by;
        Go((_asked with { Kpi = KpiBook.All[Math.Clamp(index, 0, KpiBook.All.Count - 1)] }).Text(), replace: true);
        return Task.CompletedTask;
    }
}
