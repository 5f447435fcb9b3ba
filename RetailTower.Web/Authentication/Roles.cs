namespace RetailTower.Web.Authentication;

/// <summary>What a person may be to the tower; a person may hold several.</summary>
public static class Roles
{
    /// <summary>Customer service: tells customers where their order stands.</summary>
    public const string Agent = "Agent";
    /// <summary>Integration operations: works exceptions and runs lanes.</summary>
    public const string Operator = "Operator";
    /// <summary>Sees whether the systems agree and what disagreement costs.</summary>
    public const string Executive = "Executive";
    /// <summary>Connections, people, API clients, jobs.</summary>
    public const string Administrator = "Administrator";

    public static IReadOnlyList<string> All { get; } = [Agent, Operator, Executive, Administrator];
}
