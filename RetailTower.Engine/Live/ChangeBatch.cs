using System.Text.Json;

namespace RetailTower.Engine.Live;

/// <summary>The changes of a moment, each key once. An area with too many keys is told as a whole, so that it stays small whatever happens.</summary>
internal sealed class ChangeBatch
{
    /// <summary>More keys than screens show at once; then reading everything anew costs no more.</summary>
    public const int MostKeys = 200;

    private readonly Lock _lock = new();
    private Dictionary<string, HashSet<string>> _areas = new(StringComparer.Ordinal);

    /// <summary>Areas whose every key counts as changed are held without keys, as in <see cref="Change"/>.</summary>
    public void Add(Change change)
    {
        lock (_lock)
        {
            if (!_areas.TryGetValue(change.Area, out var keys)) _areas[change.Area] = [.. change.Keys];
            else if (keys.Count == 0 || change.Keys.Count == 0) keys.Clear();
            else keys.UnionWith(change.Keys);
            if (_areas[change.Area] is { Count: > MostKeys } many) many.Clear();
        }
    }

    /// <summary>Everything since the last time, as it goes to other nodes; null when there is nothing.</summary>
    public string? Take()
    {
        Dictionary<string, HashSet<string>> taken;
        lock (_lock)
        {
            if (_areas.Count == 0) return null;
            (taken, _areas) = (_areas, new Dictionary<string, HashSet<string>>(StringComparer.Ordinal));
        }

        return JsonSerializer.Serialize(taken);
    }

    public static IEnumerable<Change> Read(string changes) =>
        (JsonSerializer.Deserialize<Dictionary<string, List<string>>>(changes) ?? []).Select(area => new Change(area.Key, area.Value));
}
