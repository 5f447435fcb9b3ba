using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

internal sealed record Subscription
{
    public required string SubscriptionId { get; init; }
    public required Uri NotificationUrl { get; init; }
    public required string Resource { get; init; }

    /// <summary>The entity set the resource names.</summary>
    public required string Set { get; init; }
    public required string ClientState { get; init; }
    public required DateTimeOffset Expires { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
}

/// <summary>
/// `subscriptions` (`api-reference/v2.0/dynamics-subscriptions.md`): made and renewed only after the notification URL
/// has echoed a validation token; three days of life; `subscriptions('id')` with quotes, If-Match to renew or delete.
/// </summary>
internal sealed class Subscriptions(TimeProvider time, Func<Uri, string, CancellationToken, Task<bool>> handshake)
{
    private const int Most = 200;
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);
    private static readonly HashSet<string> Writable = ["notificationUrl", "resource", "clientState"];
    private static readonly HashSet<string> ReadOnly = ["subscriptionId", "expirationDateTime", "timestamp", "userId", "lastModifiedDateTime"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _held = new(StringComparer.OrdinalIgnoreCase);
    private long _version;

    public IReadOnlyList<Subscription> Alive()
    {
        lock (_gate) return [.. _held.Values.Where(s => s.Expires > time.GetUtcNow())];
    }

    public Subscription? Find(string id)
    {
        lock (_gate) return _held.TryGetValue(id, out var held) && held.Expires > time.GetUtcNow() ? held : null;
    }

    /// <summary>What the service does when a subscriber answers a notification with an error it does not retry.</summary>
    public void Drop(string id)
    {
        lock (_gate) _held.Remove(id);
    }

    public void Restore(Subscription subscription)
    {
        lock (_gate)
        {
            _held[subscription.SubscriptionId] = subscription;
            _version = Math.Max(_version, subscription.RowVersion);
        }
    }

    public async Task<Answer> HandleAsync(Call call, CancellationToken cancel)
    {
        try
        {
            return call.Path switch
            {
                "subscriptions" => call.Method switch
                {
                    "GET" => new Answer(200, new { Value = Alive().Select(s => new WireSubscription(s)).ToArray() }),
                    "POST" => await CreateAsync(call, cancel),
                    _ => throw RefusalException.MethodNotAllowed(call.Method),
                },
                ['s', .. var rest] when rest.StartsWith("ubscriptions('", StringComparison.Ordinal) && rest.EndsWith("')", StringComparison.Ordinal) =>
                    await OneAsync(call, rest["ubscriptions('".Length..^2], cancel),
                _ => throw new RefusalException(400, "BadRequest_InvalidRequestUrl", "A subscription's id is a string: write it in quotes."),
            };
        }
        catch (RefusalException refusal)
        {
            return Answer.Error(refusal, Guid.NewGuid());
        }
    }

    private async Task<Answer> CreateAsync(Call call, CancellationToken cancel)
    {
        var wanted = Read(call, null);
        lock (_gate)
        {
            if (Alive().Any(s => s.NotificationUrl == wanted.NotificationUrl && s.Set == wanted.Set))
                throw new RefusalException(400, "Internal_EntityWithSameKeyExists", "A subscription of this notification URL to this resource already exists.");
            if (_held.Count >= Most) throw RefusalException.Dialog($"The limit of {Most} webhook subscriptions has been reached.");
        }
        await ValidateAsync(wanted.NotificationUrl, cancel);
        return Stored(wanted, 201);
    }

    private async Task<Answer> OneAsync(Call call, string id, CancellationToken cancel)
    {
        var held = Find(id) ?? throw RefusalException.NoSuchRecord();
        if (call.Method == "GET") return new Answer(200, new WireSubscription(held));
        if (call.Method is not ("PATCH" or "DELETE")) throw RefusalException.MethodNotAllowed(call.Method);
        call.RequireMatch(held.RowVersion);
        if (call.Method == "DELETE")
        {
            Drop(id);
            return Answer.NoContent;
        }
        var renewed = Read(call, held);
        await ValidateAsync(renewed.NotificationUrl, cancel);
        return Stored(renewed, 200);
    }

    private Answer Stored(Subscription subscription, int status)
    {
        lock (_gate)
        {
            subscription = subscription with { RowVersion = ++_version, ModifiedAt = time.GetUtcNow(), Expires = time.GetUtcNow() + Life };
            _held[subscription.SubscriptionId] = subscription;
        }
        return new Answer(status, new WireSubscription(subscription)) { ETag = ETags.Of(subscription.RowVersion) };
    }

    private async Task ValidateAsync(Uri url, CancellationToken cancel)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (!await handshake(url, token, cancel))
            throw RefusalException.Malformed($"Unable to verify ownership of the subscription notification URL '{url}': it must answer 200 with the validation token as its body.");
    }

    private static Subscription Read(Call call, Subscription? held)
    {
        var fields = new Fields(call.RequiredBody, "subscription", Writable, ReadOnly);
        var address = fields.Text("notificationUrl", 2048) ?? held?.NotificationUrl.AbsoluteUri;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new RefusalException(400, "BadRequest_RequiredParamNotProvided", "A \"notificationUrl\" must be provided, as an absolute URL.");
        var resource = fields.Text("resource", 2048) ?? held?.Resource
            ?? throw new RefusalException(400, "BadRequest_RequiredParamNotProvided", "A \"resource\" must be provided.");
        var parts = resource.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || parts[^2] != $"companies({BusinessCentralSystem.CompanyId})")
            throw new RefusalException(404, "Internal_CompanyNotFound", $"The resource '{resource}' names no company of this environment.");
        if (!Api.Subscribable.Contains(parts[^1])) throw RefusalException.Malformed($"The entity '{parts[^1]}' does not support webhooks.");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return (held ?? new Subscription { SubscriptionId = id, NotificationUrl = url, Resource = resource, Set = "", ClientState = "", Expires = default }) with
        {
            NotificationUrl = url,
            Resource = resource,
            Set = parts[^1],
            ClientState = fields.Text("clientState", 2048) ?? held?.ClientState ?? "",
        };
    }

    private sealed class WireSubscription(Subscription held)
    {
        [JsonPropertyName("@odata.etag")]
        public string ETag => ETags.Of(held.RowVersion);
        public string SubscriptionId => held.SubscriptionId;
        public string NotificationUrl => held.NotificationUrl.AbsoluteUri;
        public string Resource => held.Resource;
        public string ClientState => held.ClientState;
        public DateTime ExpirationDateTime => held.Expires.UtcDateTime;
        public DateTime LastModifiedDateTime => held.ModifiedAt.UtcDateTime;
    }
}
