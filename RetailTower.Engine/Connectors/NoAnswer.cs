namespace RetailTower.Engine.Connectors;

/// <summary>Reads from a failed exchange what the lane should do about it.</summary>
internal static class NoAnswer
{
    /// <summary>
    /// The outcome of a call that got no whole answer; null when the exception is something else, or the caller's own cancellation.
    /// Nobody knows whether the system did the work, so the only honest outcome is to ask again.
    /// </summary>
    public static CallOutcome.Retry? Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        OperationCanceledException => new("timeout", "No answer in time.", RetryScope.Unwell),
        HttpRequestException { HttpRequestError: var error } => new("unreachable", $"No whole answer ({error}).", RetryScope.Unwell),
        IOException => new("connection-lost", "The connection was cut before the answer was complete.", RetryScope.Unwell),
        _ => null,
    };
}
