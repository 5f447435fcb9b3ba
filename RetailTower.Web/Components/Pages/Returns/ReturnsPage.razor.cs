using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Returns;

/// <summary>Goods on their way back, and the returns that wait for a decision.</summary>
public sealed partial class ReturnsPage
{
    private const int PageSize = 50;
    private Page<ReturnPicture>? _page;
    private ReturnState? _state;
    private int _waiting, _refused;
    private (ReturnPicture, bool)? _ask;
    private string? _said;

    /// <summary>One of <see cref="ReturnState"/>; anything else means all.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    protected override object? Inputs => (State, After);

    protected override bool Concerns(Change change) => change.Area == ChangeAreas.Orders;

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _state = Enum.TryParse<ReturnState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;
        _page = await Desk.PageAsync(_state, After, PageSize, cancellationToken);
        _waiting = await Desk.CountAsync(ReturnState.AwaitingApproval, cancellationToken);
        _refused = await Desk.CountAsync(ReturnState.RefundRefused, cancellationToken);
    }

    private long? Count(ReturnState state) => state switch
    {
        ReturnState.AwaitingApproval => _waiting,
        ReturnState.RefundRefused => _refused,
        _ => null,
    };

    private static string Address(ReturnState? state) => state is { } only ? Query.Address(TowerUrls.Returns, ("state", only.ToString())) : TowerUrls.Returns;

    private async Task DecidedAsync(bool decided)
    {
        if (decided && _ask is var (it, approved)) _said = $"{it.Row.Rma} is {(approved ? "approved" : "declined")}.";
        _ask = null;
        await ReadNowAsync();
    }
}
