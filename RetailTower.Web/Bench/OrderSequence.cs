using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Orders;

namespace RetailTower.Web.Bench;

/// <summary>
/// Whether an order without surprises went its way in sequence. Out of order is: a history step that takes a quantity from a state in which it did not stand,
/// that the journey's table does not know, or that leads back from anything but a refusal; goods that stand where the history does not lead; messages of one
/// system applied in another order than they came; calls of one lane done in another order than they were asked for.
/// </summary>
public static class OrderSequence
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? FindFault(OrderTrace trace) =>
        FindFaultIn(trace.History, trace.Lines) ?? FindOvertaking(trace.Inbox, "message") ?? FindOvertaking(trace.Outbox, "call");

    private static string? FindFaultIn(IReadOnlyList<HistoryEntry> history, IReadOnlyList<OrderLine> lines)
    {
        var stands = lines.GroupBy(part => part.LineNo).ToDictionary(line => (line.Key, LineState.Received), line => line.Sum(part => part.Quantity));
        foreach (var step in history)
        {
            if (step.FromState is null || step.ToState is null) continue;
            if (!Enum.TryParse<Trigger>(step.What, out var trigger) || !Enum.TryParse<LineState>(step.FromState, out var from) || !Enum.TryParse<LineState>(step.ToState, out var to))
                return $"history {step.Id} is a change of no known kind";
            if (!Journey.Table[trigger].From.Contains(from) || Journey.Table[trigger].To != to) return $"history {step.Id}: {trigger} does not lead from {from} to {to}";
            // What the ERP refused may be tried again, and only that leads back.
            if (to <= from && from != LineState.Rejected) return $"history {step.Id} leads back from {from} to {to}";
            foreach (var (line, quantity) in Quantities(step.Lines))
            {
                var there = stands.GetValueOrDefault((line, from));
                if (there < quantity) return $"history {step.Id} takes {quantity} of line {line} from {from}, where {there} stood";
                stands[(line, from)] = there - quantity;
                stands[(line, to)] = stands.GetValueOrDefault((line, to)) + quantity;
            }
        }

        var now = lines.Where(part => part.Quantity > 0).GroupBy(part => (part.LineNo, part.State)).ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Quantity));
        return stands.Where(place => place.Value != 0).All(place => now.GetValueOrDefault(place.Key) == place.Value) ? null : "its goods do not stand where its history leads";
    }

    private static string? FindOvertaking(IReadOnlyList<TracedMessage> messages, string what)
    {
        var last = new Dictionary<string, TracedMessage>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            if (last.TryGetValue(message.System, out var before) && message.DoneAt < before.DoneAt) return $"{what} {message.Id} of {message.System} was done before {before.Id}";
            last[message.System] = message;
        }

        return null;
    }

    /// <summary>Reads <c>1×3, 2×4.5</c>: line and quantity.</summary>
    private static IEnumerable<(int Line, decimal Quantity)> Quantities(string? lines) =>
        (lines ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('×'))
            .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), decimal.Parse(parts[1], CultureInfo.InvariantCulture)));
}
