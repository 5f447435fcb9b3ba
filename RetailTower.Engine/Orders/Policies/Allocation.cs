using RetailTower.Data.Model;

namespace RetailTower.Engine.Orders.Policies;

/// <summary>Which centre sends what. One centre for the whole order when one has it all, else line by line, split where it must be.</summary>
public static class Allocation
{
    /// <summary>Plans the confirmed quantities, and takes them from the turn's stock so that the next order of the turn sees what is left.</summary>
    public static IReadOnlyList<(string Centre, int LineNo, string Sku, decimal Quantity)> Plan(TurnContext context, IReadOnlyList<(int LineNo, string Sku, decimal Quantity)> wanted)
    {
        var centres = context.Systems.Centres;
        if (centres.Count == 0) return [];
        var needed = wanted.GroupBy(line => line.Sku).Select(sku => (Sku: sku.Key, Quantity: sku.Sum(line => line.Quantity))).ToList();
        var whole = centres.FirstOrDefault(centre => needed.TrueForAll(sku => Available(context, sku.Sku, centre) >= sku.Quantity));
        var plan = new List<(string, int, string, decimal)>();
        foreach (var (lineNo, sku, quantity) in wanted)
        {
            var left = quantity;
            foreach (var centre in whole is not null ? [whole] : centres.OrderByDescending(centre => Available(context, sku, centre) >= quantity).ToList())
            {
                var taken = Math.Min(left, Math.Floor(Available(context, sku, centre)));
                if (taken <= 0) continue;
                plan.Add((centre, lineNo, sku, taken));
                Take(context, sku, centre, taken);
                left -= taken;
                if (left <= 0) break;
            }

            // The ERP has allocated it, so some centre must have it whatever its last stock statement said; the centre's own answer decides.
            if (left > 0) plan.Add((centres.MaxBy(centre => Available(context, sku, centre))!, lineNo, sku, left));
        }

        return plan.GroupBy(p => (p.Item1, p.Item2, p.Item3)).Select(g => (g.Key.Item1, g.Key.Item2, g.Key.Item3, g.Sum(p => p.Item4))).ToList();
    }

    private static decimal Available(TurnContext context, string sku, string centre) => context.Work.Stocks.GetValueOrDefault((sku, centre))?.Available ?? 0;

    private static void Take(TurnContext context, string sku, string centre, decimal quantity)
    {
        if (context.Work.Stocks.TryGetValue((sku, centre), out Stock? stock)) stock.Available -= quantity;
    }
}
