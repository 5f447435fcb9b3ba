using RetailTower.Data.Kpis;
using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>Every KPI of the tower, in one visible list. What a new one counts is added to <see cref="KpiFigures"/> and to the store that counts.</summary>
public static class KpiBook
{
    public static IReadOnlyList<KpiDefinition> All { get; } =
    [
        new("accuracy", "Order status accuracy",
            "Of the orders that were compared with what the systems hold of them, all or picked by chance, the share of which the originator showed its people what was true. Orders count in the hour in which "
            + "their comparison ended.",
            "orders compared", KpiUnit.Share, 0.995, HigherIsBetter: true, Level: false, OrderMoment.Differing, span => span.Share(KpiFigures.ComparedUntrue, KpiFigures.Compared, others: true)),
        new("fulfilment", "Fulfilment status accuracy",
            "Of the orders that were compared with what the systems hold of them, the share of which all of them knew where the goods are: the originator showed whether a centre works on them and how many "
            + "pieces have left, and each centre held what it took on. Orders count in the hour in which their comparison ended.",
            "orders compared", KpiUnit.Share, 0.995, HigherIsBetter: true, Level: false, OrderMoment.Differing, span => span.Share(KpiFigures.FulfilmentUntrue, KpiFigures.FulfilmentCompared, others: true)),
        new("confirmation", "Order confirmation, p95",
            "The time from an order's receipt to the ERP's first answer, which 95 of 100 orders do not exceed. Orders count in the hour of the answer.",
            "orders answered", KpiUnit.Duration, 300, HigherIsBetter: false, Level: false, OrderMoment.Confirmed, span => span.Percentile(KpiFigures.Confirmed, 0.95)),
        new("touchless", "Touchless orders",
            "Of the orders that were completed, cancelled or returned, the share for which no exception had been opened and on which nobody had acted. Orders count in the hour in which they finished.",
            "orders finished", KpiUnit.Share, 0.95, HigherIsBetter: true, Level: false, OrderMoment.Finished, span => span.Share(KpiFigures.FinishedTouched, KpiFigures.Finished, others: true)),
        new("manual", "Manual intervention",
            "Of the orders that were completed, cancelled or returned, the share that a person had acted on before: on an exception of the order (retried, assigned, noted, resolved …) or by "
            + "replaying or discarding one of its messages. Looking at an order is no intervention.",
            "orders finished", KpiUnit.Share, 0.03, HigherIsBetter: false, Level: false, OrderMoment.Finished, span => span.Share(KpiFigures.FinishedByHand, KpiFigures.Finished)),
        new("invoices", "Invoices in time",
            "Of the orders from which goods have left, the share whose pieces that left are all on an invoice that the ERP told of before the tower's expectation of it lapsed. An order counts in the hour "
            + "in which its first goods left, once it is invoiced or an invoice was missed; what is still in time is not judged.",
            "orders shipped", KpiUnit.Share, 0.99, HigherIsBetter: true, Level: false, OrderMoment.Shipped, span => span.Share(KpiFigures.ShippedInvoiced, KpiFigures.Shipped)),
        new("stock", "Stock told in time",
            "Of the figures of stock that storefronts acknowledged, the share that they had within a minute of the change at the centre, by the centre's clock. A figure that replaced others before it was "
            + "sent counts from the first change that it tells of; what the tower learnt of a centre first is no change. Figures count in the hour of the acknowledgement.",
            "figures acknowledged", KpiUnit.Share, 0.99, HigherIsBetter: true, Level: false, null, span => span.Within(KpiFigures.StockTold, TimeSpan.FromMinutes(1))),
        new("resolution", "Exceptions resolved, p95",
            "The time from an exception's opening to its end, by a person or by itself, which 95 of 100 exceptions do not exceed. Exceptions count in the hour in which they ended.",
            "exceptions closed", KpiUnit.Duration, 4 * 3600, HigherIsBetter: false, Level: false, OrderMoment.Resolved, span => span.Percentile(KpiFigures.Resolved, 0.95)),
        new("ageing", "Exceptions open for a day",
            "How many exceptions were open at the end of the hour and had been opened more than 24 hours before.",
            "exceptions open", KpiUnit.Count, 0, HigherIsBetter: false, Level: true, OrderMoment.AtRisk,
            span => span.Counted ? new KpiValue(span.Count(KpiFigures.OpenForDay), span.Count(KpiFigures.Open)) : null),
        new("risk", "Value at risk",
            "The money of the orders behind the exceptions that were open at the end of the hour. What is in other currencies is named beside it, never converted.",
            "exceptions open", KpiUnit.Money, null, HigherIsBetter: false, Level: true, OrderMoment.AtRisk, AtRisk),
    ];

    /// <summary>Null when there is none of that name.</summary>
    public static KpiDefinition? Find(string? name) => All.FirstOrDefault(kpi => kpi.Name == name);

    private static KpiValue? AtRisk(KpiBucket span)
    {
        if (!span.Counted) return null;
        var money = span.Money(KpiFigures.Open);
        var main = money.FirstOrDefault(it => it.Currency == span.Currency)?.Amount ?? 0;
        return new KpiValue((double)main, span.Count(KpiFigures.Open), Currency: span.Currency, Others: [.. money.Where(it => it.Currency != span.Currency)]);
    }
}
