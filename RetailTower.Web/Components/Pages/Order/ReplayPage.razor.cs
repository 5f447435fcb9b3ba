using Microsoft.AspNetCore.Components;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Order;

/// <summary>Lets an order's journey go again from a step that the viewer chooses, and says before what that sends and what it does not send twice.</summary>
public sealed partial class ReplayPage
{
    private IReadOnlyList<OrderStep> _steps = [];
    private IReadOnlyList<string> _happened = [];
    private ReplayPlan? _plan;
    private string _reason = "";
    private string? _said;
    private bool _refused;
    private bool _busy;

    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>Name of the chosen step.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    protected override object? Inputs => (Key, From);

    private string Title => OrderKey.TryParse(Key, out var key) ? OrderKey.Format(key) : Key;

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Orders && (change.Keys.Count == 0 || change.Keys.Contains(Title));

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!OrderKey.TryParse(Key, out var key)) return;
        var steps = await Desk.StepsAsync(key, cancellationToken);
        var order = steps.Count == 0 ? null : await Orders.GetAsync(key, false, cancellationToken);
        // Taken over in one go: who presses while the page reads on acts on what they see.
        (_steps, _happened) = (steps, order is null ? [] : [.. EditWords.Happened(order)]);
        _plan = From is { } from ? ReplayPlan.Of(steps, from) : null;
    }

    private static string Does(PlannedStep planned) => $"{StepWords.Does(planned)}{(planned.Behind is { } behind ? $", behind {StepWords.Name(behind)}, which failed before it" : "")}";

    private void Choose(OrderStep step)
    {
        _said = null;
        Go(TowerUrls.Replay(Title, step.Name), replace: true);
    }

    private async Task RunAsync(ReplayPlan plan)
    {
        if (_busy || !Viewer.WorksExceptions || !OrderKey.TryParse(Key, out var key)) return;
        _busy = true;
        try
        {
            var result = await Desk.RunAsync(key, plan, _reason.Trim(), Viewer.Name, CancellationToken.None);
            (_said, _refused) = (StepWords.Said(result), result.Outcome != ReplayOutcome.Done);
            if (!_refused) _reason = "";
            await ReadNowAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
