using Microsoft.AspNetCore.Components;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;

namespace RetailTower.Web.Components.Pages.Systems;

/// <summary>One row per lane: how it is, what protects its system, what waits, and its switches.</summary>
public sealed partial class LanesTable
{
    [Inject]
    public required ConnectorRegistry Connectors { get; init; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<LaneView> Lanes { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>The lane that a link meant.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>Whether the viewer may turn the switches.</summary>
    [Parameter]
    public bool MaySwitch { get; set; }

    /// <summary>A switch is being turned.</summary>
    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback<LaneView> OnPause { get; set; }

    [Parameter]
    public EventCallback<LaneView> OnResume { get; set; }

    [Parameter]
    public EventCallback<LaneView> OnProbe { get; set; }

    private string? Role(string system) => Connectors.Find(system)?.Role switch
    {
        SystemRole.Originator => "orders come from it",
        SystemRole.Centre => "distribution centre",
        _ => null,
    };
}
