using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Authentication;

/// <summary>Who may come in: people by cookie, programs by API key.</summary>
internal static class TowerAuthentication
{
    public const int FailuresUntilLockOut = 5;
    public const int ShortestPassword = 12;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SessionIdle = TimeSpan.FromHours(8);

    /// <summary>How long a person who was removed or locked stays in, at most.</summary>
    public static readonly TimeSpan Revalidation = TimeSpan.FromMinutes(1);

    public static void Add(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddKeyRing();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(ConfigureCookie));
        services.AddIdentityCore<Person>(ConfigureIdentity)
            .AddRoles<IdentityRole>()
            .AddTowerIdentityStores()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PersonClaims>();
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = Revalidation);
        services.AddScoped<AuthenticationStateProvider, PersonRevalidation>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "tower-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        Policies.Add(services.AddAuthorizationBuilder());
        services.AddSingleton<ApiClientStore>();
        services.AddSingleton<SetUpLink>();
        services.AddSingleton<SimulationClient>();
        services.AddScoped<People>();
    }

    private static void ConfigureIdentity(IdentityOptions identity)
    {
        identity.User.RequireUniqueEmail = true;
        identity.User.AllowedUserNameCharacters = "";
        // Length beats composition rules (NIST SP 800-63B).
        identity.Password.RequiredLength = ShortestPassword;
        identity.Password.RequiredUniqueChars = 5;
        identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
        identity.Lockout.AllowedForNewUsers = true;
        identity.Lockout.MaxFailedAccessAttempts = FailuresUntilLockOut;
        identity.Lockout.DefaultLockoutTimeSpan = LockOut;
    }

    private static void ConfigureCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "tower";
        cookie.Cookie.HttpOnly = true;
        // Lax, not Strict: a link to an order in a mail or chat must open signed in. Every change needs an antiforgery token or a same-origin circuit.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = SessionIdle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPaths.SignIn;
        cookie.AccessDeniedPath = SignInPaths.NotAllowed;
        cookie.ReturnUrlParameter = SignInPaths.ReturnUrl;
    }
}
