using Microsoft.AspNetCore.Authorization;

namespace RetailTower.Web.Authentication;

/// <summary>Names of what a person or program may do. Pages and endpoints ask for these, never for a role.</summary>
public static class Policies
{
    public const string CanSeeOrders = nameof(CanSeeOrders);
    /// <summary>Customers' names, addresses, e-mails and phones unmasked.</summary>
    public const string CanSeePersonalData = nameof(CanSeePersonalData);
    public const string CanWorkExceptions = nameof(CanWorkExceptions);
    /// <summary>Pause and resume lanes.</summary>
    public const string CanRunLanes = nameof(CanRunLanes);
    /// <summary>Ask to take a customer's goods back.</summary>
    public const string CanAskReturns = nameof(CanAskReturns);
    /// <summary>Approve or decline returns that someone else asked for.</summary>
    public const string CanDecideReturns = nameof(CanDecideReturns);
    /// <summary>Write on the time line of the KPIs.</summary>
    public const string CanAnnotate = nameof(CanAnnotate);
    public const string CanAdminister = nameof(CanAdminister);

    /// <summary>For programs: submit orders.</summary>
    public const string ApiWriteOrders = nameof(ApiWriteOrders);
    /// <summary>For programs: read the status of their own system's orders.</summary>
    public const string ApiReadOrders = nameof(ApiReadOrders);

    internal static void Add(AuthorizationBuilder policies) => policies
        // Whatever does not say otherwise needs a signed-in person.
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
        .AddPolicy(CanSeeOrders, policy => policy.RequireRole(Roles.All))
        .AddPolicy(CanSeePersonalData, policy => policy.RequireRole(Roles.Agent, Roles.Administrator))
        .AddPolicy(CanWorkExceptions, policy => policy.RequireRole(Roles.Operator, Roles.Administrator))
        .AddPolicy(CanRunLanes, policy => policy.RequireRole(Roles.Operator, Roles.Administrator))
        .AddPolicy(CanAskReturns, policy => policy.RequireRole(Roles.Agent, Roles.Operator, Roles.Administrator))
        .AddPolicy(CanDecideReturns, policy => policy.RequireRole(Roles.Operator, Roles.Administrator))
        .AddPolicy(CanAnnotate, policy => policy.RequireRole(Roles.Executive, Roles.Operator, Roles.Administrator))
        .AddPolicy(CanAdminister, policy => policy.RequireRole(Roles.Administrator))
        .AddPolicy(ApiWriteOrders, policy => ForApiClients(policy, ApiScopes.WriteOrders))
        .AddPolicy(ApiReadOrders, policy => ForApiClients(policy, ApiScopes.ReadOrders));

    private static void ForApiClients(AuthorizationPolicyBuilder policy, string scope) => policy
        .AddAuthenticationSchemes(ApiKeyAuthentication.Scheme)
        .RequireAuthenticatedUser()
        .RequireClaim(ApiScopes.Claim, scope);
}
