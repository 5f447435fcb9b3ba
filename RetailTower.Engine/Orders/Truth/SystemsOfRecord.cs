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
/// <param name="Origin">Only for orders that came from this system; null for all.</param>
public sealed record RecordRule(TruthField Field, string? Origin, RecordHolder Holder);

/// <summary>Which kind of system has the last word on which field. A rule for one originator goes before one for all, and that before the usual.</summary>
public sealed record SystemsOfRecord(IReadOnlyList<RecordRule> Rules)
{
    /// <summary>As it is while nobody changed it.</summary>
    public static readonly SystemsOfRecord Usual = new([]);

    public RecordHolder Of(TruthField field, string origin) =>
        (Rules.FirstOrDefault(rule => rule.Field == field && rule.Origin == origin) ?? Rules.FirstOrDefault(rule => rule.Field == field && rule.Origin is null))?.Holder ?? UsualOf(field);

    public static RecordHolder UsualOf(TruthField field) => field switch
    {
        TruthField.Wanted => RecordHolder.Originator,
        TruthField.Shipped or TruthField.Returned => RecordHolder.Centres,
        _ => RecordHolder.Erp,
    };

    /// <summary>The map with that rule instead of one of the same field and originator; without any when it says the same as the rest of the map.</summary>
    public SystemsOfRecord With(RecordRule rule)
    {
        var rest = new SystemsOfRecord([.. Rules.Where(it => it.Field != rule.Field || it.Origin != rule.Origin)]);
        var same = rule.Origin is null ? UsualOf(rule.Field) == rule.Holder : rest.Of(rule.Field, rule.Origin) == rule.Holder;
        return same ? rest : new SystemsOfRecord([.. rest.Rules, rule]);
    }
}
