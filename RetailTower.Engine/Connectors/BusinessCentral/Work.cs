using System.Text.Json;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>One message on its way through the steps of an operation that works on many at once. It is finished as soon as it has an outcome.</summary>
internal sealed class Work<T>(OutboundCall call)
    where T : class
{
    public OutboundCall Call => call;

    public T Command { get; private set; } = null!;

    public CallOutcome? Outcome { get; set; }

    /// <summary>The open sales order, once it was found.</summary>
    public SalesOrder? Order { get; set; }

    /// <summary>One per call.</summary>
    /// <param name="key">
    /// What a command is about; null for reads. Of several about the same thing only the first goes on: the look-up before the write could not see what the others are about to do.
    /// </param>
    public static Work<T>[] Of(IReadOnlyList<OutboundCall> calls, Func<T, string>? key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var works = calls.Select(call => new Work<T>(call)).ToArray();
        foreach (var work in works)
        {
            work.Try(() =>
            {
                work.Command = work.Call.Command<T>();
                if (key is not null && !seen.Add(key(work.Command)))
                    work.Outcome = new CallOutcome.Retry("same-batch", "Another message about the same document goes first.", RetryScope.Message);
            });
        }
        return works;
    }

    /// <summary>Runs one step; a document of unexpected shape finishes this message and leaves the others alone.</summary>
    public void Try(Action step)
    {
        try
        {
            step();
        }
        catch (JsonException)
        {
            Outcome = new CallOutcome.Failed("unexpected-shape", "The command or Business Central's answer does not have the documented shape.");
        }
    }
}

internal static class WorkExtensions
{
    /// <summary>Those that no step has finished yet.</summary>
    public static Work<T>[] Unfinished<T>(this IEnumerable<Work<T>> works)
        where T : class => [.. works.Where(w => w.Outcome is null)];

    public static CallOutcome[] Outcomes<T>(this IEnumerable<Work<T>> works)
        where T : class => [.. works.Select(w => w.Outcome ?? new CallOutcome.Failed("unfinished", "The operation ended without an outcome."))];
}
