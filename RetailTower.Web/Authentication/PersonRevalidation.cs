using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using RetailTower.Data.Model;

namespace RetailTower.Web.Authentication;

/// <summary>Ends the rights of an open circuit once its person is gone, locked out or changed; a circuit sees no cookie after its start.</summary>
internal sealed class PersonRevalidation(ILoggerFactory logs, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TowerAuthentication.Revalidation;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Person>>();
        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is { } person && !await signIn.UserManager.IsLockedOutAsync(person);
    }
}
