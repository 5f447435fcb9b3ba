using RetailTower.Engine.Canonical;
using System.Text.Json;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>What an error of Salesforce means for the lane. Codes: REST members are <c>errorCode</c>, those of a collection <c>statusCode</c>.</summary>
internal static class SalesforceError
{
    private const int LongestMessage = 200;

    /// <summary>A whole call refused.</summary>
    public static CallOutcome OfResponse(int status, byte[] body, TimeSpan? after)
    {
        var (code, message) = Read(body);
        return code switch
        {
            "REQUEST_LIMIT_EXCEEDED" => new CallOutcome.Retry(code, message, RetryScope.Throttled, after),
            "UNABLE_TO_LOCK_ROW" => new CallOutcome.Retry(code, message, RetryScope.Message, after),
            _ => status switch
            {
                429 => new CallOutcome.Retry(code ?? "http-429", message, RetryScope.Throttled, after),
                408 or >= 500 => new CallOutcome.Retry(code ?? $"http-{status}", message, RetryScope.Unwell, after),
                409 => new CallOutcome.Retry(code ?? "http-409", message, RetryScope.Message, after),
                _ when code is not null && IsRefusal(code) => new CallOutcome.Rejected(code, message, Domains.Order),
                _ => new CallOutcome.Failed(code ?? $"http-{status}", message),
            },
        };
    }

    /// <summary>One record of a collection refused, the rest having its own result.</summary>
    /// <param name="record">The result with <c>success: false</c>.</param>
    /// <param name="what">The record in the tower's words, for the person who must mend it.</param>
    public static CallOutcome OfRecord(JsonElement record, string what)
    {
        var error = record.ItemsOf("errors").FirstOrDefault();
        var code = error.TextOf("statusCode") ?? "UNKNOWN_EXCEPTION";
        var message = Short(error.TextOf("message"));
        return code switch
        {
            "REQUEST_LIMIT_EXCEEDED" => new CallOutcome.Retry(code, message, RetryScope.Throttled),
            "UNABLE_TO_LOCK_ROW" or "PROCESSING_HALTED" or "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION" => new CallOutcome.Retry(code, message, RetryScope.Message),
            // The tower writes no field that a new record needs: an unknown external id cannot create one and is refused in one of these words.
            "NOT_FOUND" or "REQUIRED_FIELD_MISSING" => new CallOutcome.Rejected("NOT_FOUND", $"Salesforce holds no {what}.", Domains.Order),
            _ when IsRefusal(code) => new CallOutcome.Rejected(code, message, Domains.Order),
            _ => new CallOutcome.Failed(code, message),
        };
    }

    // What someone in the org can mend on the record. Anything else is the shape of the call or the org's set-up.
    private static bool IsRefusal(string code) => code is "FIELD_CUSTOM_VALIDATION_EXCEPTION" or "ENTITY_IS_DELETED" or "ENTITY_IS_LOCKED"
        or "CANNOT_EXECUTE_FLOW_TRIGGER" or "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "FAILED_ACTIVATION" or "DUPLICATE_VALUE" or "DUPLICATES_DETECTED"
        or "INVALID_CROSS_REFERENCE_KEY" or "DUPLICATE_EXTERNAL_ID";

    private static (string? Code, string Message) Read(byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            var error = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().FirstOrDefault() : json;
            return (error.TextOf("errorCode"), Short(error.TextOf("message")));
        }
        catch (JsonException)
        {
            return (null, "Salesforce gave no reason.");
        }
    }

    // Safe to show: the tower sends ids, statuses and quantities, so no message can quote a person's data.
    private static string Short(string? message) => message switch
    {
        null => "Salesforce gave no reason.",
        { Length: > LongestMessage } => message[..LongestMessage] + "…",
        _ => message,
    };
}
