using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Live;

/// <summary>What kind of thing changed, and which ones. Carries keys, never state: whoever listens re-reads.</summary>
/// <param name="Area">One of <see cref="ChangeAreas"/>.</param>
/// <param name="Keys">Keys of what changed; empty when the change concerns the whole area.</param>
public sealed record Change(string Area, IReadOnlyList<string> Keys);

/// <summary>The areas a <see cref="Change"/> may name.</summary>
public static class ChangeAreas
{
    public const string Orders = "orders";
    public const string Exceptions = "exceptions";
    public const string Lanes = "lanes";
    public const string Messages = "messages";
    public const string Operations = "operations";
    public const string Comparisons = "comparisons";
    public const string Figures = "figures";
    public const string Notices = "notices";

    public static IReadOnlyList<string> All { get; } = [Orders, Exceptions, Lanes, Messages, Operations, Comparisons, Figures, Notices];
}

/// <summary>The one place where the engine says that something changed. In-process; <see cref="ChangeRelay"/> takes it to other nodes.</summary>
public sealed class ChangeFeed(ILogger<ChangeFeed> log)
{
    private ImmutableArray<Subscription> _subscriptions = [];
    private Action<Change> _onward = static _ => { };

    /// <summary>Number of live subscriptions; zero once every screen is closed.</summary>
    public int SubscriberCount => _subscriptions.Length;

    /// <summary>Calls <paramref name="onChanged"/> for each change that <paramref name="interested"/> accepts, until the result is disposed.</summary>
    public IDisposable Subscribe(Func<Change, bool> interested, Func<Task> onChanged)
    {
        var subscription = new Subscription(this, interested, onChanged);
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    /// <summary>Tells everyone who is interested. Never throws and never waits for a listener.</summary>
    public void Publish(string area, params IReadOnlyList<string> keys)
    {
        var change = new Change(area, keys);
        _onward(change);
        Hear(change);
    }

    /// <summary>Tells everyone here who is interested of what changed on another node.</summary>
    public void Hear(Change change)
    {
        foreach (var subscription in _subscriptions)
        {
            _ = NotifyAsync(subscription, change);
        }
    }

    /// <summary>Set once by whoever takes this node's changes to others. Must return at once and never throw.</summary>
    public void Forward(Action<Change> onward) => _onward = onward;

    private async Task NotifyAsync(Subscription subscription, Change change)
    {
        try
        {
            if (subscription.Interested(change)) await subscription.OnChanged();
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A listener of the change feed failed on {Area}", change.Area);
        }
    }

    private sealed class Subscription(ChangeFeed feed, Func<Change, bool> interested, Func<Task> onChanged) : IDisposable
    {
        public Func<Change, bool> Interested { get; } = interested;

        public Func<Task> OnChanged { get; } = onChanged;

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, all => all.Remove(this));
    }
}
