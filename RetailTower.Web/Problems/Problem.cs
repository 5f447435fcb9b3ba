using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace RetailTower.Web.Problems;

/// <summary>One thing that is wrong with a request; <paramref name="At"/> is a JSON pointer as URI fragment, for example <c>#/lines/0/sku</c>.</summary>
public sealed record ProblemError(string Detail, [property: JsonPropertyName("pointer")] string At);

/// <summary>Answers of the HTTP faces for programs, as problem+json (RFC 9457).</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int status, string detail, IReadOnlyList<ProblemError>? errors = null, string? where = null)
    {
        var extensions = new Dictionary<string, object?>();
        if (errors is not null) extensions["errors"] = errors;
        if (where is not null) extensions["where"] = where;
        return TypedResults.Problem(detail: detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), type: "about:blank", extensions: extensions);
    }

    /// <summary>Tells the sender when to try again; <paramref name="after"/> is rounded up to whole seconds, at least one.</summary>
    public static ProblemHttpResult TryLater(HttpContext http, int status, TimeSpan after, string detail)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(status, detail);
    }
}
