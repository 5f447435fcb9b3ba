using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RetailTower.Data.Model;
using NamedClaim = System.Security.Claims.Claim;

namespace RetailTower.Web.Authentication;

/// <summary>Lets screens and history call people by their display name; the e-mail stays a claim of its own.</summary>
internal sealed class PersonClaims(UserManager<Person> people, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Person, IdentityRole>(people, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Person user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.DisplayName.Length > 0 && identity.FindFirst(identity.NameClaimType) is { } name)
        {
            identity.RemoveClaim(name);
            identity.AddClaim(new NamedClaim(identity.NameClaimType, user.DisplayName));
        }

        return identity;
    }
}
