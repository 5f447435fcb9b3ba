using System.Globalization;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Exceptions;

/// <summary>Where operators work the exception queue. Every action says which version of the case the person saw.</summary>
public sealed class CaseDesk(CaseQueries queries, CaseScans scans, CaseSearchStore texts, CaseGroupQueries groups, CaseGroupSheets sheets, TrackRecords records, CaseStore store, TeamBook teams, ChangeFeed feed, TimeProvider time)
{
    /// <summary>Characters of whom a case waits on.</summary>
    public const int LongestPartner = 64;

    private const int WakeBatch = 500;

    /// <summary>Open cases by what is due first; with <see cref="CaseFilter.All"/> newest first.</summary>
    public Task<Page<CaseRow>> PageAsync(CaseFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        queries.PageAsync(filter, cursor, size, cancellationToken);

    public Task<int> CountAsync(CaseFilter filter, CancellationToken cancellationToken) => queries.CountAsync(filter, cancellationToken);

    /// <summary>A search that no index answers, by what is due first: tells what it found and how far it has come until all were looked at.</summary>
    public IAsyncEnumerable<CaseScan> ScanAsync(CaseFilter filter, int size, CancellationToken cancellationToken) => scans.RunAsync(filter, size, cancellationToken);

    /// <summary>How many cases were opened so recently that they cannot be found by their message yet.</summary>
    public Task<int> CountUnreadAsync(CancellationToken cancellationToken) => texts.CountUnreadAsync(cancellationToken);

    /// <summary>Cases by what they have in common, what is most at stake first.</summary>
    public Task<IReadOnlyList<CaseGroup>> GroupsAsync(CaseFilter filter, CaseGroupBy by, CancellationToken cancellationToken) => groups.ListAsync(filter, by, cancellationToken);

    /// <summary>Whom and what one root cause concerns; null when no case of it is open.</summary>
    public Task<CaseGroupSheet?> GroupAsync(string fingerprint, CancellationToken cancellationToken) => sheets.GetAsync(fingerprint, cancellationToken);

    /// <summary>What helped against these root causes before, up to half a minute ago.</summary>
    public Task<IReadOnlyDictionary<string, CaseTrackRecord>> RecordsAsync(IEnumerable<string> fingerprints, CancellationToken cancellationToken) => records.OfAsync(fingerprints, cancellationToken);

    /// <summary>Null when there is no such case.</summary>
    public Task<CaseSheet?> GetAsync(long id, CancellationToken cancellationToken) => queries.GetAsync(id, cancellationToken);

    public Task<CaseOutcome> AssignAsync(long id, int version, string person, string who, string? note, CancellationToken cancellationToken) =>
        TellAsync(id, store.AssignAsync(id, version, person, who, note, cancellationToken));

    public Task<CaseOutcome> ReassignAsync(long id, int version, string team, string who, string note, CancellationToken cancellationToken) =>
        TellAsync(id, store.ReassignAsync(id, version, team, who, note, cancellationToken));

    public Task<CaseOutcome> NoteAsync(long id, string who, string text, CancellationToken cancellationToken) =>
        TellAsync(id, store.NoteAsync(id, who, text, cancellationToken));

    public Task<CaseOutcome> SnoozeAsync(long id, int version, SnoozeOrder order, string who, CancellationToken cancellationToken) =>
        TellAsync(id, store.SnoozeAsync(id, version, order, who, cancellationToken));

    /// <summary>Stops the clock of a case while somebody outside has to act, until then at most; its due time moves by the team's working hours of that time.</summary>
    /// <exception cref="ArgumentException">Nothing says on whom it waits or why, or the time is past.</exception>
    public Task<CaseOutcome> WaitAsync(long id, int version, WaitOrder order, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(order.On);
        ArgumentException.ThrowIfNullOrWhiteSpace(order.Because);
        if (order.On.Length > LongestPartner) throw new ArgumentException($"Whom it waits on has at most {LongestPartner} characters.", nameof(order));
        if (order.Until <= time.GetUtcNow()) throw new ArgumentException("It cannot wait until a time that is past.", nameof(order));
        return TellAsync(id, store.WaitAsync(id, version, order, Move, who, cancellationToken));
    }

    /// <summary>Lets the clock of a case that waits run again: its due time is what it would be had it only waited until now.</summary>
    public Task<CaseOutcome> GoOnAsync(long id, int version, string who, string? note, CancellationToken cancellationToken) => TellAsync(id, store.GoOnAsync(id, version, Move, who, note, cancellationToken));

    /// <summary>Brings a case back before its snooze is over.</summary>
    public Task<CaseOutcome> WakeAsync(long id, int version, string who, CancellationToken cancellationToken) => TellAsync(id, store.WakeAsync(id, version, who, cancellationToken));

    /// <summary>Takes back who owns a case, or how long it rests, unless something happened to it since that one step.</summary>
    /// <param name="before">As it was.</param>
    public Task<CaseOutcome> UndoAsync(CaseRow before, string who, CancellationToken cancellationToken) => TellAsync(before.Id, store.UndoAsync(before, who, cancellationToken));

    public Task<CaseOutcome> ResolveAsync(long id, int version, string reason, string who, CancellationToken cancellationToken) =>
        TellAsync(id, store.ResolveAsync(id, version, reason, who, cancellationToken));

    /// <summary>Brings cases back whose snooze or wait is over. A recurring job calls it.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> woken;
        do
        {
            woken = await store.WakeAsync(WakeBatch, cancellationToken);
            if (woken.Count > 0) feed.Publish(ChangeAreas.Exceptions, [.. woken.Select(Key)]);
        }
        while (woken.Count == WakeBatch);
    }

    private async Task<CaseOutcome> TellAsync(long id, Task<CaseOutcome> action)
    {
        var outcome = await action;
        if (outcome == CaseOutcome.Done) feed.Publish(ChangeAreas.Exceptions, Key(id));
        return outcome;
    }

    private DateTimeOffset Move(string team, DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => teams.Of(team).Move(at, from, to);

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);
}
