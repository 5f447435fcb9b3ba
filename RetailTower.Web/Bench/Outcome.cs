using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Bench;

/// <summary>What became of the orders placed, judged from every system's own books and from the tower's.</summary>
/// <param name="Lost">Orders that are not completed in the tower, not invoiced in full in the ERP, not sent in full by the centres, or not reported as done to their originator.</param>
/// <param name="Doubled">Orders that some system holds twice, or of which more was sent or invoiced than was ordered.</param>
/// <param name="OutOfOrder">Orders that did not go their way in sequence, see <see cref="OrderSequence"/>.</param>
/// <param name="Faults">The first few faults, for people.</param>
internal sealed record Outcome(int Lost, int Doubled, int OutOfOrder, IReadOnlyList<string> Faults)
{
    private const int OrdersAtATime = 500, MostFaults = 10;

    public bool Good => Lost == 0 && Doubled == 0 && OutOfOrder == 0;

    public static async Task<Outcome> JudgeAsync(
        IReadOnlyCollection<string> placed, LandscapeFace landscape, RunQueries queries, long afterOrder, CancellationToken cancellationToken, TimeSpan clockAhead = default)
    {
        var fates = placed.ToDictionary(number => number, _ => new Fate(), StringComparer.Ordinal);
        foreach (var order in await queries.MilestonesAsync(afterOrder, cancellationToken))
        {
            if (!fates.TryGetValue(order.Number, out var fate)) continue;
            fate.InTower++;
            fate.Completed |= order.Status == OrderStatus.Completed;
        }

        await foreach (var held in landscape.LedgerAsync(cancellationToken))
            if (held is not null && fates.TryGetValue(held.Reference, out var fate)) fate.Take(held);
        var faults = fates.Where(fate => fate.Value.IsLost || fate.Value.IsDoubled).Select(fate => $"{fate.Key}: {fate.Value}").Take(MostFaults).ToList();
        var outOfOrder = await CountOutOfOrderAsync(queries, afterOrder, clockAhead, faults, cancellationToken);
        return new(fates.Values.Count(fate => fate.IsLost), fates.Values.Count(fate => fate.IsDoubled), outOfOrder, faults);
    }

    private static async Task<int> CountOutOfOrderAsync(RunQueries queries, long afterOrder, TimeSpan clockAhead, List<string> faults, CancellationToken cancellationToken)
    {
        var count = 0;
        var now = TimeProvider.System.GetUtcNow();
        while (await queries.TracesAsync(afterOrder, OrdersAtATime, cancellationToken) is { Count: > 0 } traces)
        {
            foreach (var trace in traces)
            {
                if (OrderSequence.FindFault(trace.Righted(clockAhead, now)) is not { } fault) continue;
                count++;
                if (faults.Count < 2 * MostFaults) faults.Add($"{OrderName(trace.OrderKey)}: {fault}");
            }

            afterOrder = traces[^1].OrderKey;
        }

        return count;
    }

    private static string OrderName(long key) => Engine.Orders.OrderKey.Format(key);

    private sealed class Fate
    {
        private decimal _ordered;
        private decimal _sent;
        private bool _invoiced;
        private bool _told;
        private bool _tooMuch;
        private int _copies;

        public int InTower { get; set; }

        public bool Completed { get; set; }

        public bool IsLost => !Completed || !_invoiced || !_told || _sent < _ordered;

        public bool IsDoubled => _copies > 1 || InTower > 1 || _tooMuch || _sent > _ordered;

        public void Take(HeldOrder held)
        {
            _copies = Math.Max(_copies, held.Copies);
            _tooMuch |= held.Lines.Any(line => line.Shipped > line.Ordered || line.Invoiced > line.Ordered);
            switch (held.System)
            {
                case "business-central":
                    _ordered = held.Lines.Sum(line => line.Ordered);
                    _invoiced = held.State == "Paid" && held.Lines.All(line => line.Invoiced == line.Ordered);
                    break;
                case "salesforce": _told = held.State == "Completed"; break;
                case "shopify": _told = held.State == "fulfilled"; break;
                default: _sent += held.Lines.Sum(line => line.Shipped); break;
            }
        }

        public override string ToString() =>
            $"completed {Completed}, {InTower} in the tower, up to {_copies} in one system, ordered {_ordered}, sent {_sent}, invoiced {_invoiced}, originator told {_told}";
    }
}
