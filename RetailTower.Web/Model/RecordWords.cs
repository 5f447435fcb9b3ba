using RetailTower.Engine.Orders.Truth;

namespace RetailTower.Web.Model;

/// <summary>Maps of systems of record in words.</summary>
public static class RecordWords
{
    public static string Of(RecordHolder holder) => holder switch
    {
        RecordHolder.Originator => "the originator",
        RecordHolder.Erp => "the ERP",
        _ => "the centres",
    };

    /// <summary>What of the map is other than usual.</summary>
    public static string Of(SystemsOfRecord map) =>
        map.Rules.Count == 0 ? "nothing" : string.Join("; ", map.Rules.OrderBy(rule => rule.Field).ThenBy(rule => rule.Origin, StringComparer.Ordinal).Select(rule => $"{Where(rule.Field, rule.Origin)}: {Of(rule.Holder)}"));

    /// <summary>What one map says otherwise than another; empty when they say the same.</summary>
    /// <param name="origins">The originators there are.</param>
    public static string Change(SystemsOfRecord from, SystemsOfRecord to, IReadOnlyList<string> origins) =>
        string.Join("; ", Enum.GetValues<TruthField>().SelectMany(field => origins.Prepend("").Where(origin => from.Of(field, origin) != to.Of(field, origin))
            .Select(origin => $"{Where(field, origin.Length == 0 ? null : origin)}: {Of(to.Of(field, origin))}, was {Of(from.Of(field, origin))}")));

    private static string Where(TruthField field, string? origin) => origin is null ? TruthWords.Of(field) : $"{TruthWords.Of(field)} for {SystemNames.Of(origin)}";
}
