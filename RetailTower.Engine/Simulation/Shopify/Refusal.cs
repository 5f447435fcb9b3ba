namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>A refusal as the Admin API words it: <c>{"errors": "text"}</c>, or <c>{"errors": {"field": ["text"]}}</c> when it concerns a field.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "A refusal always has its status.")]
internal sealed class Refusal(int status, string message, string? field = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Field { get; } = field;

    public static Refusal NotFound() => new(404, "Not Found");

    public static Refusal Required(string field) => new(400, "Required parameter missing or invalid", field);

    public static Refusal Invalid(string field, string message) => new(422, message, field);
}
