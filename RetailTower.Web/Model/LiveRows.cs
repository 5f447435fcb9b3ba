namespace RetailTower.Web.Model;

/// <summary>
/// A list that is read again and again while someone looks at it. Rows on screen are renewed in place; while the viewer reads or selects, new
/// ones wait and those that left stay, marked, so that nothing moves under the cursor.
/// </summary>
public sealed class LiveRows<TKey, TRow>(Func<TRow, TKey> key) where TKey : notnull
{
    /// <summary>More than a screen is high.</summary>
    private const int FirstDrawn = 24;

    private readonly HashSet<TKey> _gone = [];
    private readonly HashSet<TKey> _arrived = [];
    private IReadOnlyList<TRow> _fresh = [];
    private bool _any;
    private bool _whole;

    /// <summary>What is on screen, in its order.</summary>
    public IReadOnlyList<TRow> Shown { get; private set; } = [];

    /// <summary>What is drawn of it: of a new list the first screen, until that stands.</summary>
    public IEnumerable<TRow> Drawn => _whole ? Shown : Shown.Take(FirstDrawn);

    /// <summary>How many rows wait to be shown.</summary>
    public int Waiting { get; private set; }

    /// <summary>Still on screen but no longer in the list.</summary>
    public bool IsGone(TRow row) => _gone.Contains(key(row));

    /// <summary>Came with the latest reading; fades in once.</summary>
    public bool IsNew(TRow row) => _arrived.Contains(key(row));

    /// <summary>Takes a reading over.</summary>
    /// <param name="hold">The viewer is at the rows: renew them, add and remove none.</param>
    public void Take(IReadOnlyList<TRow> fresh, bool hold)
    {
        _fresh = fresh;
        if (!hold || Shown.Count == 0)
        {
            Show();
            return;
        }

        var now = fresh.ToDictionary(key);
        var shown = Shown.Select(key).ToHashSet();
        _gone.Clear();
        _gone.UnionWith(shown.Where(one => !now.ContainsKey(one)));
        // What lies below the last row that is still there can be added without moving any; what lies above or between waits.
        var last = fresh.Index().Where(entry => shown.Contains(key(entry.Item))).Select(entry => entry.Index).DefaultIfEmpty(fresh.Count).Max();
        Waiting = fresh.Index().Count(entry => entry.Index < last && !shown.Contains(key(entry.Item)));
        Shown = [.. Shown.Select(row => now.TryGetValue(key(row), out var renewed) ? renewed : row), .. fresh.Skip(last + 1)];
    }

    /// <summary>Shows the latest reading as it is.</summary>
    public void Show()
    {
        var before = Shown.Select(key).ToHashSet();
        _arrived.Clear();
        if (_any) _arrived.UnionWith(_fresh.Select(key).Where(one => !before.Contains(one)));
        _any = true;
        _gone.Clear();
        Shown = _fresh;
        Waiting = 0;
    }

    /// <summary>What was drawn stands: from now on all is.</summary>
    /// <returns>True when there is more to draw.</returns>
    public bool DrawRest()
    {
        if (_whole || Shown.Count == 0) return false;
        _whole = true;
        return Shown.Count > FirstDrawn;
    }

    /// <summary>Other filters: the next reading is a new list, in which nothing arrives.</summary>
    public void Restart()
    {
        _any = _whole = false;
        _fresh = Shown = [];
        _gone.Clear();
        _arrived.Clear();
        Waiting = 0;
    }
}
