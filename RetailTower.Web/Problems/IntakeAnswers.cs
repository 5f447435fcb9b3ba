using Microsoft.AspNetCore.Http.HttpResults;
using RetailTower.Engine.Intake;

namespace RetailTower.Web.Problems;

/// <summary>What a sender hears when nothing was stored: it must try again, and when.</summary>
internal static class IntakeAnswers
{
    /// <summary>Null when the messages are stored.</summary>
    public static ProblemHttpResult? Refusal(HttpContext http, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Stored => null,
        IntakeOutcome.Busy busy => Full(http, busy.RetryAfter),
        IntakeOutcome.Unavailable unavailable => Problem.TryLater(http, StatusCodes.Status503ServiceUnavailable, unavailable.RetryAfter, $"{unavailable.Why} Nothing was stored."),
        _ => throw new InvalidOperationException($"Intake answered {outcome.GetType().Name}, which nobody knows."),
    };

    /// <summary>More bodies are being read than memory is set aside for.</summary>
    public static ProblemHttpResult Crowded(HttpContext http) => Full(http, TimeSpan.FromSeconds(2));

    /// <summary>The tower has just started and does not know its systems yet.</summary>
    public static ProblemHttpResult Starting(HttpContext http) =>
        Problem.TryLater(http, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1), "The tower is starting. Nothing was stored.");

    private static ProblemHttpResult Full(HttpContext http, TimeSpan retryAfter) =>
        Problem.TryLater(http, StatusCodes.Status503ServiceUnavailable, retryAfter, "More messages wait than the tower takes at once. Nothing was stored.");
}
