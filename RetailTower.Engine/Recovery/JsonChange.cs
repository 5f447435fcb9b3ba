using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Recovery;

/// <summary>Makes a change to one JSON message. Values keep their kinds: what was a number stays one, if what is written is one.</summary>
internal sealed class JsonChange(PayloadChange change, PayloadPath path)
{
    private static readonly JsonSerializerOptions _written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private bool _changed;
    private string? _hidden;

    public ChangedPayload Apply(byte[] content)
    {
        var root = JsonNode.Parse(content);
        Walk(root, "", null);
        return _hidden is not null ? new ChangedPayload(null, _hidden) : !_changed ? new ChangedPayload(null) : new ChangedPayload(Encoding.UTF8.GetBytes(root!.ToJsonString(_written)));
    }

    private void Walk(JsonNode? node, string at, string? name)
    {
        switch (node)
        {
            case JsonObject fields:
                var names = fields.Select(field => field.Key).ToArray();
                foreach (var (field, value) in fields.ToList())
                {
                    var place = at.Length == 0 ? field : $"{at}.{field}";
                    if (path.Matches(place)) Meet(value, place, SensitiveField.Of(field, name, names), made => fields[field] = made, () => fields.Remove(field));
                    else Walk(value, place, field);
                }

                if (change.Verb == ChangeVerb.Set && path.IsIn(at) && !names.Contains(path.Name, StringComparer.OrdinalIgnoreCase)) Add(fields, at, name, names);
                break;
            case JsonArray items:
                foreach (var (index, item) in items.ToList().Index())
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]");
                    if (path.Matches(place) && change.Verb != ChangeVerb.Remove) Meet(item, place, SensitiveField.Of(name ?? "", null, []), made => items[index] = made, () => { });
                    else Walk(item, place, name);
                }

                break;
        }
    }

    private void Meet(JsonNode? value, string place, Sensitivity sensitivity, Action<JsonNode?> put, Action remove)
    {
        // Asked before any comparison: a count of what would change must not tell what a screen may not show.
        if (SensitiveField.Hides(sensitivity, change.Unmasked) || (change.Verb == ChangeVerb.Remove && HoldsHidden(value, place)))
        {
            _hidden ??= place;
            return;
        }

        if (change.Verb == ChangeVerb.Remove)
        {
            remove();
            _changed = true;
            return;
        }

        // An object or a list is no value; what stands in it has paths of its own.
        if (value is JsonObject or JsonArray) return;
        if (change.Verb == ChangeVerb.Replace && Text(value) != change.From) return;
        var made = Make(value);
        if (JsonNode.DeepEquals(value, made)) return;
        put(made);
        _changed = true;
    }

    private void Add(JsonObject fields, string at, string? name, string[] names)
    {
        if (SensitiveField.Hides(SensitiveField.Of(path.Name, name, names), change.Unmasked))
        {
            _hidden ??= at.Length == 0 ? path.Name : $"{at}.{path.Name}";
            return;
        }

        fields[path.Name] = Make(null);
        _changed = true;
    }

    private bool HoldsHidden(JsonNode? value, string place) => value switch
    {
        JsonObject fields => fields.Any(field => SensitiveField.Hides(SensitiveField.Of(field.Key, place.Split('.')[^1], fields.Select(it => it.Key)), change.Unmasked) || HoldsHidden(field.Value, field.Key)),
        JsonArray items => items.Any(item => HoldsHidden(item, place)),
        _ => false,
    };

    /// <summary>In quotes it is text; else of the kind of what was there; where nothing was, of the kind that it looks like.</summary>
    private JsonNode? Make(JsonNode? was)
    {
        var text = change.To!;
        if (text is ['"', .., '"']) return JsonValue.Create(text[1..^1]);
        return was?.GetValueKind() switch
        {
            JsonValueKind.String => JsonValue.Create(text),
            _ when IsLiteral(text) => JsonNode.Parse(text),
            _ => JsonValue.Create(text),
        };
    }

    private static string? Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static bool IsLiteral(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
