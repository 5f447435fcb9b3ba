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
        map.Rules.Count == 0 ? "nothing" : string.Join("; ", map.Rules.OrderBy(rule => rule.Field).ThenBy(rule => rule.Of, StringComparer.Ordinal).Select(rule => $"{Where(rule.Field, rule.Of)}: {Of(rule.Holder)}"));

    /// <summary>What one map says otherwise than another; empty when they say the same.</summary>
    public static string Change(SystemsOfRecord from, SystemsOfRecord to) =>
        string.Join("; ", from.Rules.Concat(to.Rules).DistinctBy(rule => (rule.Field, rule.Of)).OrderBy(rule => rule.Field).ThenBy(rule => rule.Of, StringComparer.Ordinal)
            .Where(rule => from.Rule(rule.Field, rule.Of) != to.Rule(rule.Field, rule.Of))
            .Select(rule => $"{Where(rule.Field, rule.Of)}: {Of(to.In(rule.Field, rule.Of))}, was {Of(from.In(rule.Field, rule.Of))}"));

    private static string Where(TruthField field, string? of) => of is null ? TruthWords.Of(field) : $"{TruthWords.Of(field)} for {ScopeWords.Of(of)}";
}
