using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>One call of the Admin API being answered: its parameters, its body, its answer.</summary>
internal sealed class Exchange(HttpContext http, JsonElement body)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 250;

    public JsonElement Body => body;

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var value) && value.Count > 0 ? value[0] : null;

    /// <summary>An id in the path.</summary>
    public long Id(string name = "id") =>
        long.TryParse(http.Request.RouteValues[name]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Refusal.NotFound();

    /// <summary>The page size asked for.</summary>
    public int Limit()
    {
        if (Query("limit") is not { } text) return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new Refusal(400, $"limit must be between 1 and {MaxLimit}", "limit");
    }

    /// <summary>A time in the query.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Query(name) is not { } text) return null;
        // A plus sign that the client left unencoded arrives as a space.
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time
            : throw new Refusal(400, "is not a valid date time", name);
    }

    /// <summary>The object in the body that bears the resource's name.</summary>
    public JsonElement Resource(string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var resource) && resource.ValueKind == JsonValueKind.Object ? resource : throw Refusal.Required(name);

    /// <summary>Names the next page of a listing.</summary>
    public void Next(string pageInfo, int limit) => http.Response.Headers.Append(
        "Link", $"<{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}?limit={limit.ToString(CultureInfo.InvariantCulture)}&page_info={Uri.EscapeDataString(pageInfo)}>; rel=\"next\"");
}

/// <summary>Members of a JSON body, with the refusals that a missing or mistyped one earns.</summary>
internal static class Members
{
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or null when absent.</summary>
    public static string? Text(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refusal.Required(name);
    }

    /// <summary>A whole number, which a client may also send as text.</summary>
    public static long? Whole(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)) return number;
        return value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? number
            : throw Refusal.Required(name);
    }

    /// <summary>An amount of money, which Shopify writes as text.</summary>
    public static decimal? Amount(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount)) return amount;
        return value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
            ? amount
            : throw Refusal.Required(name);
    }

    /// <summary>A list; empty when absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Refusal.Required(name);
    }
}
