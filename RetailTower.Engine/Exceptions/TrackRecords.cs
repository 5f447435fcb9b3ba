using System.Collections.Concurrent;
using RetailTower.Data.Queries;

namespace RetailTower.Engine.Exceptions;

/// <summary>What helped against a root cause before, remembered for half a minute: screens ask for it with every change, and it changes slowly.</summary>
public sealed class TrackRecords(CaseTrackRecords queries, TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, CaseTrackRecord Record)> _known = new();

    /// <param name="fingerprints">Only the first 40 are looked up: nobody reads further down before the first are cured.</param>
    public async Task<IReadOnlyDictionary<string, CaseTrackRecord>> OfAsync(IEnumerable<string> fingerprints, CancellationToken cancellationToken)
    {
        if (_known.Count > Most) _known.Clear();
        var found = new Dictionary<string, CaseTrackRecord>();
        foreach (var fingerprint in fingerprints.Distinct().Take(40)) found[fingerprint] = await OfAsync(fingerprint, cancellationToken);
        return found;
    }

    private async Task<CaseTrackRecord> OfAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(fingerprint, out var known) && now - known.At < Fresh) return known.Record;
        var record = await queries.ReadAsync(fingerprint, cancellationToken);
        _known[fingerprint] = (now, record);
        return record;
    }
}
