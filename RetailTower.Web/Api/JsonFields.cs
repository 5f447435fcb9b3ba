using System.Globalization;
using System.Text.Json;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Api;

/// <summary>Reads the members of one JSON object and notes everything that is wrong with them, each with its JSON pointer.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly string _pointer;
    private readonly List<ProblemError> _errors;

    public JsonFields(JsonElement element, string pointer, List<ProblemError> errors, params ReadOnlySpan<string> known)
    {
        (_object, _pointer, _errors) = (element, pointer, errors);
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new ProblemError("must be an object", pointer));
            return;
        }

        // A mistyped name would be silently ignored otherwise.
        foreach (var member in element.EnumerateObject())
            if (!known.Contains(member.Name)) Refuse(member.Name, "is not known here");
    }

    public void Refuse(string name, string what) => _errors.Add(new ProblemError(what, At(name)));

    public string At(string name) => $"{_pointer}/{Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))}";

    public JsonElement? Value(string name) =>
        _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>Empty when it is missing, which is noted.</summary>
    public string Required(string name, int longest)
    {
        if (Optional(name, longest) is { } text) return text;
        if (Value(name) is not { } value) Refuse(name, "is missing");
        else if (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())) Refuse(name, "must not be empty");
        return "";
    }

    public string? Optional(string name, int longest)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, "must be a string");
            return null;
        }

        var text = value.GetString()!.Trim();
        if (text.Length > longest) Refuse(name, $"must not be longer than {longest} characters");
        if (text.Any(char.IsControl)) Refuse(name, "must not contain control characters");
        return text.Length == 0 ? null : text;
    }

    /// <summary>A number with at most four decimals, from <paramref name="least"/> to <paramref name="most"/>; null when it is missing or wrong, which is noted.</summary>
    public decimal? Number(string name, decimal least, decimal most)
    {
        if (Value(name) is not { } value) Refuse(name, "is missing");
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number)) Refuse(name, "must be a number");
        else if (number < least || number > most) Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {most}"));
        else if (decimal.Round(number, 4) != number) Refuse(name, "must not have more than four decimals");
        else return number;
        return null;
    }

    public int? OptionalWhole(string name, int least, int most)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Refuse(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    public DateTimeOffset? OptionalInstant(string name)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at)) return at.ToUniversalTime();
        Refuse(name, "must be an instant as of RFC 3339, for example 2026-01-15T10:00:00Z");
        return null;
    }

    public DateOnly? OptionalDay(string name)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Refuse(name, "must be a day, for example 2026-01-15");
        return null;
    }
}
