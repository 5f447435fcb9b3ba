using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Model;

/// <summary>How far the money of orders has come, in words and in addresses.</summary>
public static class SettlementWords
{
    private static readonly (string Name, SettlementRange Range, string Words)[] Known =
    [
        ("invoiced", new(Settlement.Invoiced, Settlement.Matched), "invoiced in full"),
        ("not-invoiced", new(null, Settlement.Shipped), "not invoiced in full"),
        ("paid", new(Settlement.Paid, Settlement.Matched), "paid in full"),
        ("not-paid", new(Settlement.Invoiced, Settlement.Invoiced), "invoiced and not paid in full"),
        ("matched", new(Settlement.Matched, Settlement.Matched), "with invoices and payments that agree with the goods"),
        ("not-matched", new(Settlement.Paid, Settlement.Paid), "paid, with invoices or payments that do not agree with the goods"),
    ];

    /// <summary>Null for a name that an address should not hold.</summary>
    public static SettlementRange? Read(string? name) => Array.Find(Known, it => it.Name == name).Range;

    public static string Of(string name) => Array.Find(Known, it => it.Name == name).Words;

    /// <summary>Orders that have come so far.</summary>
    public static string? Name(Settlement step) => step == Settlement.Shipped ? null : Step(step).ToLowerInvariant();

    /// <summary>Orders that have come to the step before and no further.</summary>
    public static string Lacking(Settlement step) => $"not-{Step(step).ToLowerInvariant()}";

    public static string Step(Settlement step) => step switch
    {
        Settlement.Shipped => "Shipped",
        Settlement.Invoiced => "Invoiced",
        Settlement.Paid => "Paid",
        _ => "Matched",
    };

    public static string Meaning(Settlement step) => step switch
    {
        Settlement.Shipped => "Their first goods left in this time",
        Settlement.Invoiced => "Every piece that left is on an invoice",
        Settlement.Paid => "Every invoice is paid",
        _ => "Invoices and payments agree with the goods",
    };
}
