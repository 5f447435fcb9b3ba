using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>
/// Carries the webhooks of all systems: a bounded number at a time per destination, over kept connections, again and again until a 2xx. A receiver that is
/// away for a minute, or for an hour, loses nothing; only a fault loses one.
/// </summary>
public sealed class WebhookCourier : IAsyncDisposable
{
    /// <summary>Above this number of waiting webhooks, <see cref="RoomAsync"/> holds back whoever causes new ones.</summary>
    public const int Capacity = 100_000;

    private const int AtATime = 32;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    // A refused connection costs nothing and says that the receiver is restarting: it is asked again soon.
    private static readonly TimeSpan LongestRetryWhenAway = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Round> _rounds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WebhookSigner> _signers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<WebhookDelivery, int, bool>> _verdicts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, WebhookDelivery> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly SimulationScheduler _scheduler;
    private readonly FaultGate _faults;
    private readonly Dice _dice;
    private readonly TimeProvider _time;
    private readonly double _pace;
    private readonly ILogger _log;
    private long _number;

    public WebhookCourier(SimulationScheduler scheduler, FaultGate faults, Dice dice, TimeProvider time, double pace, ILogger log)
    {
        (_scheduler, _faults, _dice, _time, _log) = (scheduler, faults, dice, time, log);
        // Even with no simulated delays a retry must not become a busy loop.
        _pace = Math.Clamp(pace, 0.1, 1);
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * AtATime, AllowAutoRedirect = false, UseProxy = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Webhooks that were answered, whatever the answer.</summary>
    public WireTally Webhooks { get; } = new();

    /// <summary>Webhooks that a fault lost.</summary>
    public LostWebhooks Lost { get; } = new();

    /// <summary>Webhooks accepted and not yet delivered.</summary>
    public int Waiting => _open.Count;

    /// <summary>Names the signer of one system's webhooks.</summary>
    public void SignWith(string system, WebhookSigner signer) => _signers[system] = signer;

    /// <summary>Names who decides, for one system, whether an answer that is no 2xx ends a delivery for good. Without one, every delivery is tried until it succeeds.</summary>
    public void GiveUpWhen(string system, Func<WebhookDelivery, int, bool> isFinal) => _verdicts[system] = isFinal;

    /// <summary>Sends a webhook, as the faults in force would have it: not at all, more than once, or late. False when it is lost.</summary>
    public bool Send(WebhookDelivery delivery)
    {
        if (_faults.Strikes(delivery.System, FaultKind.LoseWebhooks))
        {
            Lost.Add(new(delivery.System, delivery.Topic, delivery.About, _time.GetUtcNow()));
            return false;
        }

        var copies = _faults.Strikes(delivery.System, FaultKind.DuplicateWebhooks) ? _dice.Between(2, 3) : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var number = Interlocked.Increment(ref _number);
            _open[number] = delivery;
            var trip = new Trip(number, delivery, 0);
            if (_faults.Strikes(delivery.System, FaultKind.ReorderWebhooks)) _scheduler.AfterExactly(HoldBack(), () => Start(trip));
            else Start(trip);
        }

        return true;
    }

    /// <summary>How long a webhook that is to be overtaken is held back.</summary>
    public TimeSpan HoldBack() => TimeSpan.FromMilliseconds(_dice.Between(200, 2000)) * _pace;

    /// <summary>Waits until so few webhooks are under way that new ones may be caused.</summary>
    public async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (_open.Count >= Capacity) await Task.Delay(TimeSpan.FromMilliseconds(50), _time, cancellationToken);
    }

    /// <summary>
    /// Posts once. For services whose success is more than a 2xx. Returns status and body; status null means that no answer came.
    /// </summary>
    public async Task<(HttpStatusCode? Status, string Body)> PostOnceAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Destination) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(delivery.ContentType);
        foreach (var (name, value) in delivery.Headers) request.Headers.TryAddWithoutValidation(name, value);
        if (_signers.TryGetValue(delivery.System, out var sign)) sign(request, delivery, _time.GetUtcNow());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AttemptTimeout);
        try
        {
            using var response = await _client.SendAsync(request, limit.Token);
            var answer = await response.Content.ReadAsStringAsync(limit.Token);
            Webhooks.Count(delivery.Body.Length, answer.Length);
            return (response.StatusCode, answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _log.LogDebug("A webhook of {System} found no answer: {Reason}", delivery.System, failure.Message);
            return (null, "");
        }
    }

    /// <summary>The wait before attempt number <paramref name="attempt"/> + 1, from half a second doubling to thirty, shortened by pace.</summary>
    public TimeSpan RetryDelay(int attempt, bool receiverAway)
    {
        var longest = receiverAway ? LongestRetryWhenAway : LongestRetry;
        var delay = FirstRetry * Math.Pow(2, Math.Min(attempt - 1, 10));
        return (delay < longest ? delay : longest) * _pace * (0.8 + (0.2 * _dice.Fraction()));
    }

    /// <summary>The deliveries not yet made, oldest first, to be kept over a restart.</summary>
    public IReadOnlyList<WebhookDelivery> Undelivered() => [.. _open.OrderBy(o => o.Key).Select(o => o.Value)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var round in _rounds.Values) await round.EndAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private void Start(Trip trip) =>
        _rounds.GetOrAdd(trip.Delivery.Destination.GetLeftPart(UriPartial.Path), _ => new Round(AtATime, TravelAsync, _stop.Token)).Add(trip);

    private async Task TravelAsync(Trip trip, CancellationToken cancellationToken)
    {
        var (status, _) = await PostOnceAsync(trip.Delivery, cancellationToken);
        if (status is { } answer && (IsSuccess(answer) || IsFinal(trip.Delivery, answer)))
        {
            _open.TryRemove(trip.Number, out _);
            return;
        }
        var again = trip with { Attempts = trip.Attempts + 1 };
        _scheduler.AfterExactly(RetryDelay(again.Attempts, receiverAway: status is null), () => Start(again));
    }

    private static bool IsSuccess(HttpStatusCode status) => status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    private bool IsFinal(WebhookDelivery delivery, HttpStatusCode status) => _verdicts.TryGetValue(delivery.System, out var verdict) && verdict(delivery, (int)status);
}
