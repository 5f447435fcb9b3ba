using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RetailTower.Engine.Canonical;

/// <summary>Which command belongs to which operation, and whether a text is one: strictly, for texts that a person wrote.</summary>
public static class CommandShapes
{
    private static readonly FrozenDictionary<string, Type> _types = new Dictionary<string, Type>
    {
        [Operations.Fetch] = typeof(FetchCommand),
        [Operations.SubmitOrder] = typeof(SubmitOrderCommand),
        [Operations.AmendOrder] = typeof(AmendOrderCommand),
        [Operations.CancelOrder] = typeof(CancelOrderCommand),
        [Operations.PostShipment] = typeof(PostShipmentCommand),
        [Operations.CreditReturn] = typeof(CreditReturnCommand),
        [Operations.PostCredit] = typeof(SettleCreditCommand),
        [Operations.WithdrawCredit] = typeof(SettleCreditCommand),
        [Operations.RefundReturn] = typeof(RefundReturnCommand),
        [Operations.Release] = typeof(ReleaseCommand),
        [Operations.CancelRelease] = typeof(CancelReleaseCommand),
        [Operations.ExpectReturn] = typeof(ExpectReturnCommand),
        [Operations.WriteStatus] = typeof(WriteStatusCommand),
        [Operations.WriteShipment] = typeof(WriteShipmentCommand),
        [Operations.WriteStock] = typeof(WriteStockCommand),
    }.ToFrozenDictionary();

    private static readonly (string Type, string Words)[] _kinds =
        [("Decimal", "a number"), ("Int32", "a whole number"), ("Int64", "a whole number"), ("String", "text"), ("DateTimeOffset", "a time"), ("DateOnly", "a date, for example 2026-03-02"), ("Collections", "a list"), ("Boolean", "true or false")];

    // A field that the command does not know is a slip of the pen here, and one that is left out would be taken for nothing.
    private static readonly JsonSerializerOptions _strict = new(CanonicalJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireAll } },
    };

    /// <summary>Where and why the text is not the operation's command; null when it is, or when the operation has none.</summary>
    public static (string Where, string Why)? Problem(string operation, string json)
    {
        if (!_types.TryGetValue(operation, out var type)) return null;
        try
        {
            return JsonSerializer.Deserialize(json, type, _strict) is null ? ("$", "It is empty.") : null;
        }
        catch (JsonException wrong)
        {
            return (wrong.Path is { Length: > 0 } path ? $"{path}{(wrong.LineNumber is { } line ? $", line {line + 1}" : "")}" : "$", Why(wrong));
        }
    }

    /// <summary>In words of the message, not of the program that reads it.</summary>
    private static string Why(JsonException wrong)
    {
        var said = wrong.Message.Split([" Path: ", " LineNumber: "], 2, StringSplitOptions.None)[0].Trim();
        if (said.Contains("could not be mapped", StringComparison.Ordinal)) return "There is no such field here.";
        if (said.Split("including: ", 2) is [_, var lacks]) return $"It lacks {lacks.TrimEnd('.').Replace("'", "", StringComparison.Ordinal)}.";
        if (said.Contains("could not be converted to", StringComparison.Ordinal)) return $"It is not {Kind(said)}.";
        if (said.Contains("doesn't allow null", StringComparison.Ordinal) || said.Contains("does not allow null", StringComparison.Ordinal)) return "It must not be empty.";
        return said;
    }

    private static string Kind(string said) => _kinds.FirstOrDefault(kind => said.Contains($"System.{kind.Type}", StringComparison.Ordinal)).Words ?? "of the kind that belongs here";

    private static void RequireAll(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false } && Nullable.GetUnderlyingType(property.PropertyType) is null) property.IsRequired = true;
        }
    }
}
