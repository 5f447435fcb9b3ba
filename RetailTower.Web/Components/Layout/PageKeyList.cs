namespace RetailTower.Web.Components.Layout;

/// <summary>One key of a page.</summary>
/// <param name="Key">The key as the browser names it: "j", "Enter", "x", " ".</param>
/// <param name="Does">What it does, as a verb phrase: "select all matching".</param>
/// <param name="Run">What happens; null when the browser does it itself and the key is only listed.</param>
public sealed record PageKey(string Key, string Does, Func<Task>? Run = null);

/// <summary>The keys of the page that is open, so that the frame can list them. One per circuit.</summary>
public sealed class PageKeyList
{
    /// <summary>The keys, in the order the page gave them.</summary>
    public IReadOnlyList<PageKey> Keys { get; private set; } = [];

    /// <summary>The open page's keys differ.</summary>
    public event Action? Changed;

    public void Set(IReadOnlyList<PageKey> keys)
    {
        Keys = keys;
        Changed?.Invoke();
    }
}
