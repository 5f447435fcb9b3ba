namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>A refusal as Salesforce words it: HTTP status, error code, message, fields concerned.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "A refusal always has its code.")]
internal sealed class Refusal(int status, string errorCode, string message, params string[] fields) : Exception(message)
{
    public int Status { get; } = status;

    public string ErrorCode { get; } = errorCode;

    public IReadOnlyList<string> Fields { get; } = fields;

    public static Refusal NoSuchResource() => new(404, "NOT_FOUND", "The requested resource does not exist");

    public static Refusal Bad(string errorCode, string message, params string[] fields) => new(400, errorCode, message, fields);
}
