namespace RetailTower.Web.Authentication;

/// <summary>Somebody to sign in as while the tower works against the simulated landscape.</summary>
/// <param name="Task">What this person comes for, for the sign-in page.</param>
public sealed record Persona(string Key, string DisplayName, string Role, string Task)
{
    /// <summary>Domain of every persona's e-mail; reserved, so no real person has one (RFC 2606).</summary>
    public const string Domain = "@simulation.invalid";

    public static IReadOnlyList<Persona> All { get; } =
    [
        new("ada", "Agent Ada", Roles.Agent, "finds an order and tells the customer where it stands"),
        new("otto", "Operator Otto", Roles.Operator, "works the exceptions and runs the lanes"),
        new("eve", "Executive Eve", Roles.Executive, "sees whether the systems agree and what it costs"),
        new("alma", "Administrator Alma", Roles.Administrator, "looks after connections, people and jobs"),
    ];

    public string Email => Key + Domain;
}
