using System.Text.Json.Serialization;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Truth;

/// <summary>What systems can say of an order or of one of its lines.</summary>
public enum TruthField
{
    /// <summary>Pieces that the customer wants.</summary>
    Wanted,
    /// <summary>Pieces that are set aside.</summary>
    Allocated,
    /// <summary>Pieces that left a centre.</summary>
    Shipped,
    /// <summary>Pieces on invoices that stand.</summary>
    Invoiced,
    /// <summary>Pieces that came back.</summary>
    Returned,
    /// <summary>What of its invoices is still to be paid; of the whole order.</summary>
    Payment,
}

/// <summary>Who has the last word.</summary>
public enum RecordHolder
{
    Originator,
    Erp,
    /// <summary>All of them together: each knows of its own parcels only.</summary>
    Centres,
}

/// <summary>Who has the last word on a field.</summary>
/// <param name="Of">Only for these orders (<see cref="OrderScope"/>); null for all.</param>
public sealed record RecordRule(TruthField Field, [property: JsonPropertyName("origin")] string? Of, RecordHolder Holder);

/// <summary>Which kind of system has the last word on which field. A rule for a country goes before one for an originator, that before one for a brand, that before one for all, and that before the usual.</summary>
public sealed record SystemsOfRecord(IReadOnlyList<RecordRule> Rules)
{
    /// <summary>As it is while nobody changed it.</summary>
    public static readonly SystemsOfRecord Usual = new([]);

    public Brands Brands { get; init; } = Brands.None;

    /// <param name="origin">The system that the order came from.</param>
    /// <param name="country">Where it goes; null when that is not known.</param>
    public RecordHolder Of(TruthField field, string origin, string? country) => First(field, OrderScope.Around(origin, country, Brands));

    /// <summary>Who has it for orders of which no more is known than this.</summary>
    /// <param name="of">Null for all.</param>
    public RecordHolder In(TruthField field, string? of) => First(field, OrderScope.From(of, Brands));

    /// <summary>Who has it by a rule of exactly this; null where there is none.</summary>
    public RecordHolder? Rule(TruthField field, string? of) => Rules.FirstOrDefault(rule => rule.Field == field && rule.Of == of)?.Holder;

    public static RecordHolder UsualOf(TruthField field) => field switch
    {
        TruthField.Wanted => RecordHolder.Originator,
        TruthField.Shipped or TruthField.Returned => RecordHolder.Centres,
        _ => RecordHolder.Erp,
    };

    /// <summary>The map with that rule instead of one of the same field and orders; without any for null, and when it says the same as the rest of the map.</summary>
    public SystemsOfRecord With(TruthField field, string? of, RecordHolder? holder)
    {
        var rest = this with { Rules = [.. Rules.Where(it => it.Field != field || it.Of != of)] };
        return holder is not { } chosen || rest.In(field, of) == chosen ? rest : rest with { Rules = [.. rest.Rules, new RecordRule(field, of, chosen)] };
    }

    private RecordHolder First(TruthField field, IEnumerable<string?> scopes) =>
        Rules.Count == 0 ? UsualOf(field) : scopes.Select(of => Rule(field, of)).FirstOrDefault(holder => holder is not null) ?? UsualOf(field);
}
