namespace RetailTower.Data.Kpis;

/// <summary>What is counted by the hour.</summary>
public static class KpiFigures
{
    /// <summary>Written for every hour that was counted, also when nothing happened in it.</summary>
    public const string Counted = "counted";

    /// <summary>Orders, and their value, by the hour of their receipt.</summary>
    public const string Received = "received";

    /// <summary>Orders by the hour of the ERP's first answer, in buckets of the time since their receipt.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Orders completed, cancelled or returned, by the hour in which that was.</summary>
    public const string Finished = "finished";

    /// <summary>Of those, the ones for which an exception had been opened, or which a person had acted on.</summary>
    public const string FinishedTouched = "finished-touched";

    /// <summary>Of those, the ones that a person had acted on.</summary>
    public const string FinishedByHand = "finished-by-hand";

    /// <summary>Orders by the hour in which their first goods left, once all that left is invoiced or an invoice was missed.</summary>
    public const string Shipped = "shipped";

    /// <summary>Of those, the ones of which all that left is invoiced and no invoice was missed.</summary>
    public const string ShippedInvoiced = "shipped-invoiced";

    /// <summary>Exceptions by the hour in which they were closed, in buckets of the time that they were open.</summary>
    public const string Resolved = "resolved";

    /// <summary>Orders that were compared with what the systems hold of them, by the hour in which the comparison ended.</summary>
    public const string Compared = "compared";

    /// <summary>Of those, the ones of which the originator showed its people what was not so.</summary>
    public const string ComparedUntrue = "compared-untrue";

    /// <summary>Figures of stock by the hour in which a storefront acknowledged them, in buckets of the time since the first change that they tell of.</summary>
    public const string StockTold = "stock-told";

    /// <summary>Orders of which it was judged whether the systems know where the goods are, by the hour in which the comparison ended.</summary>
    public const string FulfilmentCompared = "compared-fulfilment";

    /// <summary>Of those, the ones of which a system did not.</summary>
    public const string FulfilmentUntrue = "compared-fulfilment-untrue";

    /// <summary>Exceptions open at the hour's end, and the money at risk in them.</summary>
    public const string Open = "open";

    /// <summary>Of those, the ones that had been open for a day.</summary>
    public const string OpenForDay = "open-for-day";

    /// <summary>Figures that say how much there is, not how much happened: of several hours the last one counts.</summary>
    public static IReadOnlyList<string> Levels { get; } = [Open, OpenForDay];
}
