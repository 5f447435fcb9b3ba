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
            var why = wrong.Message.Split(" Path: ", 2)[0].Trim();
            return (wrong.Path is { Length: > 0 } path ? $"{path}{(wrong.LineNumber is { } line ? $", line {line + 1}" : "")}" : "$", Plain(why));
        }
    }

    private static void RequireAll(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false } && Nullable.GetUnderlyingType(property.PropertyType) is null) property.IsRequired = true;
        }
    }

    /// <summary>Without names of the program's own.</summary>
    private static string Plain(string why) => why.Replace("System.", "", StringComparison.Ordinal).Replace("RetailTower.Engine.Canonical.", "", StringComparison.Ordinal);
}
