using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>
/// Asks a system for the numbers that it passed over. What it shows enters the inbox like anything else that is read; what it has not (deleted, a test, a checkout
/// that was given up) is noted; where it is silent it is asked again, ever more rarely.
/// </summary>
public sealed class NumberInquiry(NumberStore store, SourceProbe probe, InboxStore inbox, ReconciliationOptions options, WorkSignal signal, ChangeFeed feed, TimeProvider time)
{
    private const int MostGaps = 20, MostNumbers = 100;
    private static readonly TimeSpan Rarest = TimeSpan.FromHours(6);

    /// <summary>Asks about the gaps whose time for it has come, some numbers of each.</summary>
    /// <param name="beforeGap">Renews the right to ask; false to stop.</param>
    public async Task AskAsync(IConnector connector, Func<CancellationToken, Task<bool>> beforeGap, CancellationToken cancellationToken)
    {
        var gaps = await store.ToAskAsync(connector.System, MostGaps, cancellationToken);
        if (gaps.Count == 0) return;
        var rest = await probe.RestAsync(connector.System, cancellationToken);
        foreach (var gap in gaps)
        {
            if (!await beforeGap(cancellationToken)) return;
            var answer = rest is null ? await AskAsync(connector, (INumbersOrders)connector, gap, cancellationToken) : new NumberAnswer([], [], rest);
            var now = time.GetUtcNow();
            if (await store.AnsweredAsync(gap.Id, answer, answer.Silence is null ? now : now + Again(now - gap.SeenAt), NumberWords.Note, cancellationToken)) feed.Publish(ChangeAreas.Exceptions);
        }
    }

    private async Task<NumberAnswer> AskAsync(IConnector connector, INumbersOrders numbers, NumberGap gap, CancellationToken cancellationToken)
    {
        List<long> shown = [], none = [];
        List<IncomingMessage> documents = [];
        string? silence = null;
        foreach (var chunk in NumberSpans.Parse(gap.Missing).Take(MostNumbers).Chunk(connector.BatchLimit(Operations.Fetch)))
        {
            if (!await probe.RoomAsync(connector, cancellationToken))
            {
                silence = "its limit leaves no room beside the orders of the day";
                break;
            }

            var calls = chunk.Select((number, i) => new OutboundCall(i, Operations.Fetch, "", CanonicalJson.Write(numbers.DocumentOf(new RunningNumber(gap.Series, number).ToString())), [], 1));
            foreach (var (number, outcome) in chunk.Zip(await connector.SendAsync([.. calls], cancellationToken)))
            {
                switch (outcome)
                {
                    case CallOutcome.Done done:
                        documents.AddRange(done.Messages);
                        shown.Add(number);
                        break;
                    case CallOutcome.Rejected:
                        none.Add(number);
                        break;
                    case CallOutcome.Failed failed:
                        silence = $"{failed.Code}: {failed.Message}";
                        break;
                    case CallOutcome.Retry later:
                        silence = $"{later.Code}: {later.Message}";
                        break;
                    default:
                        throw new InvalidOperationException($"An outcome of no known kind: {outcome.GetType().Name}.");
                }
            }
        }

        // Before the numbers are struck off: what is stored is lost no more, and what is read twice is stored once.
        if (documents.Count > 0) signal.Inbox((await inbox.AddAsync(IntakeDesk.Rows(connector.System, documents), cancellationToken)).Partitions);
        return new NumberAnswer(shown, none, silence);
    }

    private TimeSpan Again(TimeSpan age)
    {
        var quarter = age / 4;
        return quarter > Rarest ? Rarest : quarter > options.AskForGapsAfter ? quarter : options.AskForGapsAfter;
    }
}
