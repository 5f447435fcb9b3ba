using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;

namespace RetailTower.Engine.Orders.Settlements;

/// <summary>What does not agree between goods, invoices and payments.</summary>
/// <param name="Matter">One of <see cref="CaseMatters"/>.</param>
/// <param name="Domain">Whose matter it is, one of <see cref="Domains"/>.</param>
/// <param name="Money">By how much, in the order's currency; positive.</param>
internal sealed record SettlementFinding(string Matter, string Domain, string Title, string Detail, decimal Money);

/// <summary>
/// The goods that left, what invoices ask for them and what was paid, set against each other. Compared is what lines ask, on the terms of the order's prices: tax and freight are the
/// ERP's own. Goods that came back stay invoiced; their credit is a document of the return.
/// </summary>
/// <param name="State">Null while nothing has left.</param>
/// <param name="Covered">Every piece that left is on an invoice that stands.</param>
internal sealed record SettlementSheet(decimal ShippedValue, Settlement? State, bool Covered, IReadOnlyList<SettlementFinding> Findings)
{
    /// <summary>Claims about money that pays for nothing begin so; the ERP's number of the booking follows.</summary>
    public const string PaymentField = "payment ";

    public static SettlementSheet Of(Order order, MatchingPolicies policies, string erp)
    {
        var standing = order.Invoices.FindAll(invoice => !invoice.Cancelled);
        var invoiced = standing.SelectMany(invoice => LinesOf(order, invoice)).GroupBy(line => line.LineNo).ToDictionary(line => line.Key, line => (Pieces: line.Sum(it => it.Quantity), Amount: line.Sum(it => it.Amount ?? 0)));
        var gone = order.Lines.Where(part => Journey.Gone.Contains(part.State)).GroupBy(part => part.LineNo)
            .ToDictionary(line => line.Key, line => (Pieces: line.Sum(part => part.Quantity), Value: line.Sum(part => part.Quantity * part.UnitPrice)));
        var (shipped, asked) = (Math.Round(gone.Values.Sum(line => line.Value), 4), invoiced.Values.Sum(line => line.Amount));
        // Pieces that are on no invoice yet are missing there, which is another matter.
        var due = invoiced.Sum(line => gone.GetValueOrDefault(line.Key) is { Pieces: > 0 } left ? left.Value * Math.Min(1, line.Value.Pieces / left.Pieces) : 0);
        var tolerance = policies.Tolerance(due);
        var covered = gone.All(line => invoiced.GetValueOrDefault(line.Key).Pieces >= line.Value.Pieces);
        var paid = standing.Count > 0 && standing.TrueForAll(invoice => invoice.Paid);
        var idle = order.Claims.Where(claim => claim.Field.StartsWith(PaymentField, StringComparison.Ordinal)).Sum(claim => decimal.Parse(claim.Value, CultureInfo.InvariantCulture));

        var findings = new List<SettlementFinding>();
        if (asked - due > tolerance)
        {
            var pieces = string.Concat(invoiced.Where(line => line.Value.Pieces > gone.GetValueOrDefault(line.Key).Pieces).OrderBy(line => line.Key)
                .Select(line => FormattableString.Invariant($" Line {line.Key}: {line.Value.Pieces:0.##} invoiced, {gone.GetValueOrDefault(line.Key).Pieces:0.##} have left.")));
            findings.Add(new(CaseMatters.OverInvoiced, Domains.Invoice, "More was invoiced than has left", $"{Sums("too much", asked - due)}{pieces}", asked - due));
        }
        else if (due - asked > tolerance)
        {
            findings.Add(new(CaseMatters.UnderInvoiced, Domains.Invoice, "Less was invoiced than has left", Sums("too little", due - asked), due - asked));
        }

        if (paid && idle > tolerance)
            findings.Add(new(CaseMatters.DoublyPaid, Domains.Payment, "The order was paid twice", $"Every invoice of the order is paid, and {Money(idle)} more of the customer's money is booked under its number at {erp} and pays for nothing.", idle));
        return new SettlementSheet(shipped, StateOf(), covered, findings);

        Settlement? StateOf() => gone.Count == 0 ? null
            : !covered ? Settlement.Shipped
            : !paid ? Settlement.Invoiced
            : findings.Count > 0 ? Settlement.Paid
            : Settlement.Matched;

        string Sums(string word, decimal difference) =>
            $"{(standing.Count == 1 ? "Invoice" : "Invoices")} {string.Join(", ", standing.Select(invoice => invoice.Number))} {(standing.Count == 1 ? "asks" : "ask")} {Money(asked)} for goods; what of them has left comes to {Money(due)}: {Money(difference)} {word}.";

        string Money(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} {order.Currency}");
    }

    /// <summary>What an invoice asks for, as it was told or, where that was not kept, as the order has it.</summary>
    public static IReadOnlyList<InvoicedLine> LinesOf(Order order, Invoice invoice)
    {
        var told = invoice.Lines is { } lines
            ? CanonicalJson.Read<IReadOnlyList<InvoicedLine>>(lines)
            : [.. order.Lines.Where(part => part.InvoiceNumber == invoice.Number).GroupBy(part => part.LineNo).Select(line => new InvoicedLine(line.Key, line.Sum(part => part.Quantity)))];
        return [.. told.Select(line => line.Amount is not null ? line : line with { Amount = line.Quantity * order.Lines.Find(part => part.LineNo == line.LineNo)?.UnitPrice })];
    }
}
