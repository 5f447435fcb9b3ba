namespace RetailTower.Web.Components.Live;

/// <summary>
/// How old what this viewer sees is: one per circuit. A component is behind from the moment it hears of a change until it has read it;
/// while nobody is behind, the screen is as fresh as the circuit itself.
/// </summary>
public sealed class LiveStatus(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, (DateTimeOffset Since, string? Reason)> _behind = [];

    /// <summary>The instant up to which everything on screen is known to be true.</summary>
    public DateTimeOffset AsOf
    {
        get
        {
            lock (_lock) return _behind.Count == 0 ? clock.GetUtcNow() : _behind.Values.Min(entry => entry.Since);
        }
    }

    /// <summary>Why the screen is behind, when a read failed; null otherwise.</summary>
    public string? Reason
    {
        get
        {
            lock (_lock) return _behind.Values.Select(entry => entry.Reason).FirstOrDefault(reason => reason is not null);
        }
    }

    /// <summary>The component has heard of a change that it has not read yet.</summary>
    public void Behind(object component)
    {
        lock (_lock) _behind.TryAdd(component, (clock.GetUtcNow(), null));
    }

    /// <summary>The component tried to read and could not.</summary>
    public void Failed(object component, string reason)
    {
        lock (_lock) _behind[component] = (_behind.TryGetValue(component, out var entry) ? entry.Since : clock.GetUtcNow(), reason);
    }

    /// <summary>The component shows what is, or is gone.</summary>
    public void UpToDate(object component)
    {
        lock (_lock) _behind.Remove(component);
    }
}
