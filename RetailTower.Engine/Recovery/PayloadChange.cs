using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Recovery;

/// <summary>How a value is changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeVerb>))]
public enum ChangeVerb
{
    /// <summary>Where it is one value, it becomes another.</summary>
    Replace,
    /// <summary>Whatever it is, it becomes this; where there is none and the path says in what it stands, it is added.</summary>
    Set,
    /// <summary>It goes.</summary>
    Remove,
}

/// <summary>What a change made of a message.</summary>
/// <param name="Content">The changed message; null when it stays as it is.</param>
/// <param name="Hidden">Where it would change what whoever asked may not see; nothing is changed then.</param>
/// <param name="Unreadable">Why it cannot be read.</param>
internal sealed record ChangedPayload(byte[]? Content, string? Hidden = null, string? Unreadable = null);

/// <summary>One change to many messages: at a path, a value is replaced, set or removed.</summary>
/// <param name="Path">The end of a path, see <see cref="PayloadPath"/>.</param>
/// <param name="From">What it is now, for <see cref="ChangeVerb.Replace"/>.</param>
/// <param name="To">What it becomes; not for <see cref="ChangeVerb.Remove"/>.</param>
/// <param name="Unmasked">Whoever asked may see personal data, and so change it; secrets nobody may.</param>
public sealed record PayloadChange(ChangeVerb Verb, string Path, string? From, string? To, bool Unmasked)
{
    private const int LongestPath = 200, LongestValue = 400;

    /// <summary>What to mend before it can be tried; null when nothing.</summary>
    public string? Problem =>
        PayloadPath.Read(Path) is not { } path || Path.Length > LongestPath ? "Say where: the end of a path, for example lines[].taxCode."
        : (From?.Length ?? 0) > LongestValue || (To?.Length ?? 0) > LongestValue ? $"A value may have at most {LongestValue} characters."
        : Verb == ChangeVerb.Replace && string.IsNullOrEmpty(From) ? "Say which value is replaced."
        : Verb != ChangeVerb.Remove && To is null ? "Say what it becomes."
        : Verb == ChangeVerb.Replace && From == To ? "It would become what it is."
        : Verb == ChangeVerb.Set && path.Name.Length == 0 ? "Say which field."
        : null;

    /// <summary>In a few words, which stand where everyone reads them: what a field may tell of a person is left out.</summary>
    public string Said => Verb switch
    {
        ChangeVerb.Replace => $"{Path}: “{Shown(From)}” becomes “{Shown(To)}”.",
        ChangeVerb.Set => $"{Path} becomes “{Shown(To)}”.",
        _ => $"{Path} is removed.",
    };

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static PayloadChange Read(string written) => JsonSerializer.Deserialize<PayloadChange>(written) ?? throw new JsonException("It is no change.");

    public override string ToString() => JsonSerializer.Serialize(this);

    // A plain name is taken for a person's: what stands beside it differs from message to message.
    private string? Shown(string? value) => PayloadPath.Read(Path) is { } path && SensitiveField.Of(path.Name, null, ["email"]) != Sensitivity.None ? PersonalData.Hidden : value;

    internal ChangedPayload Apply(byte[] content, string contentType)
    {
        var path = PayloadPath.Read(Path) ?? throw new InvalidOperationException($"'{Path}' is no path.");
        try
        {
            if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return new JsonChange(this, path).Apply(content);
            if (contentType.Contains("xml", StringComparison.OrdinalIgnoreCase)) return new XmlChange(this, path).Apply(content);
            return new ChangedPayload(null, Unreadable: $"{contentType} cannot be changed by a path.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or XmlException or ArgumentException)
        {
            return new ChangedPayload(null, Unreadable: "It can be read neither as JSON nor as XML.");
        }
    }
}
