using RetailTower.Engine.Canonical;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// What an error of the service means (MicrosoftDocs/dynamics365smb-devitpro-pb, <c>webservices/dynamics-error-codes.md</c>). Most business rules share
/// the code <c>Application_DialogException</c> and differ only in their text, which calls therefore ask for in English.
/// </summary>
internal static partial class Refusals
{
    private const int LongestMessage = 500;

    /// <param name="domain">Whose matter a refusal is that is not known by name.</param>
    public static CallOutcome Of(int status, JsonElement body, TimeSpan? after, string domain)
    {
        var error = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var found) ? found : default;
        var code = error.Text("code") is { Length: > 0 } said ? said : $"http-{status}";
        var message = Plain(error.Text("message")) ?? $"Business Central answered {status}.";
        if (status == 429) return new CallOutcome.Retry(code, message, RetryScope.Throttled, after);
        if (status is 408 or >= 500 || code is "Internal_ServerError" or "Internal_TenantUnavailable")
            return new CallOutcome.Retry(code, message, RetryScope.Unwell, after);
        if (status is 409 or 412 || code == "Request_EntityChanged") return new CallOutcome.Retry(code, message, RetryScope.Message, after);
        if (status is 401 or 403) return new CallOutcome.Failed(code, message);
        return Named(code, message) is { } named ? new CallOutcome.Rejected(named.Code, message, named.Domain)
            : IsBusiness(code) ? new CallOutcome.Rejected(code, message, domain)
            : new CallOutcome.Failed(code, message);
    }

    private static (string Code, string Domain)? Named(string code, string message)
    {
        if (!IsBusiness(code)) return null;
        if (Has(message, "credit limit")) return ("credit-limit", Domains.Customer);
        if (code == "Internal_InvalidTableRelation" && Has(message, "(Item)")) return ("unknown-item", Domains.Product);
        if (Has(message, "blocked") && Has(message, "in Item")) return ("item-blocked", Domains.Product);
        if (Has(message, "blocked") && Has(message, "customer")) return ("customer-blocked", Domains.Customer);
        if (Has(message, "customer cannot be found") || (code == "Internal_InvalidTableRelation" && Has(message, "(Customer)")))
            return ("unknown-customer", Domains.Customer);
        if (Has(message, "insufficient quantity")) return ("insufficient-inventory", Domains.Inventory);
        return null;
    }

    private static bool IsBusiness(string code) =>
        code.StartsWith("Application_", StringComparison.Ordinal) || code is "Internal_InvalidTableRelation" or "Internal_EntityWithSameKeyExists";

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The service ends each message with an id of its own, which would make each refusal a cause of its own.</summary>
    private static string? Plain(string? message)
    {
        if (message is null) return null;
        var plain = CorrelationId().Replace(message, "").Trim();
        return plain.Length switch { 0 => null, > LongestMessage => plain[..LongestMessage], _ => plain };
    }

    [GeneratedRegex(@"\s*CorrelationId:\s*[0-9a-fA-F-]+\.?", RegexOptions.CultureInvariant)]
    private static partial Regex CorrelationId();
}
