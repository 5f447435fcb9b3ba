using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Tells subscribers what changed: thin, and only after a pause since the first change, so that several edits of one
/// record are one notification. One POST carries everything for one URL; above 1,000 records of a set in one pause it
/// says `collection` and a query instead (`api-reference/v2.0/dynamics-subscriptions.md`).
/// </summary>
internal sealed class Notifier(Subscriptions subscriptions, Action<Action> afterPause, Action<Uri, byte[]> post)
{
    private const int MostSingly = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, Dictionary<string, Dictionary<Guid, EntityChange>>> _pending = [];

    public void Note(IReadOnlyList<EntityChange> changes)
    {
        foreach (var subscription in subscriptions.Alive())
            foreach (var change in changes)
                if (change.Set == subscription.Set) Note(subscription, change);
    }

    /// <summary>The subscriptions a notification's body was sent for.</summary>
    public static IReadOnlyList<string> SubscriptionsIn(byte[] body)
    {
        using var notification = JsonDocument.Parse(body);
        return [.. notification.RootElement.GetProperty("value").EnumerateArray().Select(n => n.GetProperty("subscriptionId").GetString()!).Distinct()];
    }

    private void Note(Subscription subscription, EntityChange change)
    {
        lock (_gate)
        {
            if (!_pending.TryGetValue(subscription.NotificationUrl, out var ofUrl))
            {
                _pending[subscription.NotificationUrl] = ofUrl = [];
                afterPause(() => Send(subscription.NotificationUrl));
            }
            if (!ofUrl.TryGetValue(subscription.SubscriptionId, out var records)) ofUrl[subscription.SubscriptionId] = records = [];
            // A record made and then edited within the pause is news as a made one.
            var kind = change.Kind == ChangeKind.Updated && records.TryGetValue(change.Id, out var before) ? before.Kind : change.Kind;
            records[change.Id] = change with { Kind = kind };
        }
    }

    private void Send(Uri url)
    {
        Dictionary<string, Dictionary<Guid, EntityChange>> pending;
        lock (_gate)
        {
            if (!_pending.Remove(url, out var found)) return;
            pending = found;
        }
        List<Notification> notifications = [];
        foreach (var (id, records) in pending)
        {
            // It may have been deleted, or have expired, during the pause.
            if (subscriptions.Find(id) is not { } subscription) continue;
            if (records.Count > MostSingly) notifications.Add(Collection(subscription, records.Values));
            else notifications.AddRange(records.Values.Select(c => Single(subscription, c)));
        }
        if (notifications.Count > 0) post(url, JsonSerializer.SerializeToUtf8Bytes(new { Value = notifications }, Wire.Json));
    }

    private static Notification Single(Subscription subscription, EntityChange change) => new(
        subscription.SubscriptionId, subscription.ClientState, subscription.Expires.UtcDateTime,
        $"{Set(subscription)}({change.Id})", change.Kind.ToString().ToLowerInvariant(), change.At.UtcDateTime);

    private static Notification Collection(Subscription subscription, IReadOnlyCollection<EntityChange> changes)
    {
        var since = changes.Min(c => c.At).AddMilliseconds(-1).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new Notification(
            subscription.SubscriptionId, subscription.ClientState, subscription.Expires.UtcDateTime,
            $"{Set(subscription)}?$filter=lastDateTimeModified gt {since}", "collection", changes.Max(c => c.At).UtcDateTime);
    }

    private static string Set(Subscription subscription) => $"api/v2.0/companies({BusinessCentralSystem.CompanyId})/{subscription.Set}";

    private sealed record Notification(
        string SubscriptionId, string ClientState, DateTime ExpirationDateTime, string Resource, string ChangeType, DateTime LastModifiedDateTime);
}
