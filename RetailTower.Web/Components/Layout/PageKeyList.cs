namespace RetailTower.Web.Components.Layout;

/// <summary>One key of a page.</summary>
/// <param name="Key">The key as the browser names it: "j", "Enter", "x", " ".</param>
/// <param name="Does">What it does, as a verb phrase: "select all matching".</param>
/// <param name="Run">What happens; null when the browser does it itself and the key is only listed.</param>
public sealed record PageKey(string Key, string Does, Func<Task>? Run = null);

/// <summary>The keys of the page that is open, and of a drawer on top of it, so that the frame can list them. One per circuit.</summary>
public sealed class PageKeyList
{
    private readonly List<(object Owner, IReadOnlyList<PageKey> Keys)> _all = [];

    /// <summary>Those that act now, in the order they were given.</summary>
    public IReadOnlyList<PageKey> Keys => _all.Count == 0 ? [] : _all[^1].Keys;

    /// <summary>Other keys act now.</summary>
    public event Action? Changed;

    public void Set(object owner, IReadOnlyList<PageKey> keys)
    {
        var at = _all.FindIndex(one => one.Owner == owner);
        if (at < 0) _all.Add((owner, keys));
        else _all[at] = (owner, keys);
        Changed?.Invoke();
    }

    /// <summary>Its keys act no more; those beneath do again.</summary>
    public void Leave(object owner)
    {
        _all.RemoveAll(one => one.Owner == owner);
        Changed?.Invoke();
    }
}
