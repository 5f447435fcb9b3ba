using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using RetailTower.Engine.Governance;
using RetailTower.Web.Authentication;

namespace RetailTower.Web.Model;

/// <summary>Who looks, and what that person may do. Pages ask for it once; the desks' callers pass <see cref="Name"/> on as who did it.</summary>
/// <param name="Team">The team whose exceptions the person works; null where it is not asked for, and while nobody has said.</param>
public sealed record Viewer(string Name, bool WorksExceptions, bool RunsLanes, bool SeesPersonalData, bool Administers, bool AsksReturns = false, bool DecidesReturns = false, bool Annotates = false, string? Team = null)
{
    /// <summary>May look and nothing else; what a page assumes until it knows.</summary>
    public static readonly Viewer Nobody = new("", false, false, false, false);

    /// <summary>A customer's name as this person may see it.</summary>
    public string Customer(string name) => SeesPersonalData ? name : PersonalData.MaskName(name)!;

    public static async Task<Viewer> OfAsync(Task<AuthenticationState> authentication, IAuthorizationService rights)
    {
        var user = (await authentication).User;
        return new Viewer(
            user.Identity?.Name ?? "",
            await MayAsync(rights, user, Policies.CanWorkExceptions),
            await MayAsync(rights, user, Policies.CanRunLanes),
            await MayAsync(rights, user, Policies.CanSeePersonalData),
            await MayAsync(rights, user, Policies.CanAdminister),
            await MayAsync(rights, user, Policies.CanAskReturns),
            await MayAsync(rights, user, Policies.CanDecideReturns),
            await MayAsync(rights, user, Policies.CanAnnotate));
    }

    private static async Task<bool> MayAsync(IAuthorizationService rights, ClaimsPrincipal user, string policy) => (await rights.AuthorizeAsync(user, policy)).Succeeded;
}
