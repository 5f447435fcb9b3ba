using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Engine.Reconciliation.Sequences;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Comparisons;

/// <summary>What comparisons with the systems found; here all orders can be compared.</summary>
public sealed partial class ComparisonsPage
{
    private const int PageSize = 30;
    private static readonly CaseQuery OpenDifferences = new(CaseQuery.List, Kind: nameof(CaseKind.Disagreement));
    private Page<ComparisonRow>? _page;
    private IReadOnlyList<StockComparison> _stock = [];
    private IReadOnlyList<SeriesPicture> _series = [];
    private IReadOnlyList<GapPicture> _gaps = [];
    private int _open;
    private string? _said;

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    protected override object? Inputs => After;

    protected override bool Concerns(Change change) => change.Area is ChangeAreas.Comparisons or ChangeAreas.Exceptions;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _page = await Desk.ListAsync(After, PageSize, cancellationToken);
        _stock = await Stock.NewestAsync(cancellationToken);
        (_series, _gaps) = await Numbers.ListAsync(RunningNumbers.MostShown + 1, cancellationToken);
        _open = await Cases.CountAsync(OpenDifferences.Filter(Viewer), cancellationToken);
    }

    private async Task StartAsync()
    {
        _said = await Desk.StartAsync(Viewer.Name, CancellationToken.None) is null ? "All orders are being compared already." : null;
        await ReadNowAsync();
    }

    private async Task CompareStockAsync()
    {
        await Stock.StartAsync(Viewer.Name, CancellationToken.None);
        await ReadNowAsync();
    }

    private async Task DoAsync(Func<long, string, CancellationToken, Task<bool>> what, ComparisonRow row)
    {
        await what(row.Id, Viewer.Name, CancellationToken.None);
        await ReadNowAsync();
    }

    private static bool IsOpen(ComparisonRow row) => !row.Sample && row.State < OperationState.Done;

    private static string Share(ComparisonRow row) => (100d * row.Seen / Math.Max(1, Math.Max(row.Total, row.Seen))).ToString("0.##", CultureInfo.InvariantCulture);
}
