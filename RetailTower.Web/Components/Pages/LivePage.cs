using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using RetailTower.Web.Components.Live;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages;

/// <summary>Base of the live pages: knows who looks before it reads, so that what is read is already fit for that person.</summary>
public abstract class LivePage : LiveComponentBase
{
    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    public required IAuthorizationService Rights { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected Viewer Viewer { get; private set; } = Viewer.Nobody;

    /// <summary>The first reading is on screen; until then the page says that it reads.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Reads what is shown into the page's fields.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    protected override async Task OnInitializedAsync() => Viewer = await Viewer.OfAsync(Authentication, Rights);

    protected sealed override async Task ReadAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Loaded = true;
    }

    /// <summary>Goes to the same page with other filters, without a step in the history when <paramref name="replace"/>.</summary>
    protected void Go(string address, bool replace = false) => Navigation.NavigateTo(address, replace: replace);
}
