using Hangfire;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>
/// Hangfire job: an order that never reached the tower is known by its number, which was passed over. Counts the running numbers that arrived and opens a case for
/// those that are still missing when their time is up; whoever arrives late closes it.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class NumberWatch(NumberStore store, CaseBook cases, ReconciliationOptions options, ChangeFeed feed, TimeProvider time)
{
    private const int BatchSize = 5_000, MostCases = 100;

    /// <summary>After that nobody can restore what is missing.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(30);

    [JobDisplayName("Watch for missing numbers")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changed = false;
        int counted;
        do
        {
            (counted, var closed) = await store.CountAsync(BatchSize, Count, NumberWords.Note, cancellationToken);
            changed |= closed;
        }
        while (counted == BatchSize);
        changed |= await store.OpenDueAsync(MostCases, Case, cancellationToken) > 0;
        await store.GiveUpAsync(time.GetUtcNow() - GivenUpAfter, cancellationToken);
        if (changed) feed.Publish(ChangeAreas.Exceptions);
    }

    private void Count(NumberCount counting) =>
        SeriesRule.Count(counting with { Arrived = [.. counting.Arrived.Where(it => !options.UncountedSystems.Contains(it.System))] }, time.GetUtcNow(), options.AskForGapsAfter, options.GapsDueAfter);

    private CaseOpening Case(NumberGap gap)
    {
        var missing = NumberSpans.Parse(gap.Missing);
        return cases.NumbersMissing(gap.System, NumberStore.Subject(gap.Id), missing.Count, NumberWords.Text(gap, missing),
            FormattableString.Invariant($"Passed over at {gap.SeenAt:u}, due {gap.DueAt:u}, still missing: {NumberWords.Text(gap, missing)}. ") + Answer(gap));
    }

    private static string Answer(NumberGap gap) => gap switch
    {
        { AskAt: null } => "So many numbers at once are somebody's new way of numbering, or an import; nobody is asked for each of them.",
        { Silence: { } silence } => $"{gap.System} was asked and did not answer: {silence}. It is asked again; the case closes itself when each of them has arrived or {gap.System} has none.",
        _ => $"{gap.System} is asked for them; the case closes itself when each of them has arrived or {gap.System} has none.",
    };
}
