using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions;

/// <summary>Reads the messages behind new cases, so that they are found by what they say, and forgets those of closed ones.</summary>
public sealed class CaseReading(CaseSearchStore store, TimeProvider time)
{
    private const int Batch = 100, ForgetBatch = 500;
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1), Overlap = TimeSpan.FromMinutes(5);
    private DateTimeOffset _forgottenAt = DateTimeOffset.MinValue;

    /// <summary>Whether there is something to read or, once a minute, to forget.</summary>
    public async Task<bool> IsDueAsync(CancellationToken cancellationToken) => time.GetUtcNow() - _forgottenAt >= ForgetEvery || await store.CountUnreadAsync(cancellationToken) > 0;

    /// <summary>Reads until nothing is left, and forgets when it is time.</summary>
    /// <param name="mayGoOn">Asked before each batch; false ends it.</param>
    public async Task RunAsync(Func<Task<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        while (await mayGoOn() && await store.UnreadAsync(Batch, cancellationToken) is { Count: > 0 } unread)
        {
            await store.WriteAsync(unread.ToDictionary(message => message.CaseId, message => PayloadReading.Read(message.Body, message.ContentType)), cancellationToken);
        }

        var now = time.GetUtcNow();
        if (now - _forgottenAt < ForgetEvery) return;
        // All that is closed after a start: what another node left must not stay.
        var since = _forgottenAt == DateTimeOffset.MinValue ? DateTimeOffset.MinValue : _forgottenAt - Overlap;
        while (await mayGoOn())
        {
            if (await store.ForgetAsync(since, ForgetBatch, cancellationToken) == ForgetBatch) continue;
            _forgottenAt = now;
            return;
        }
    }
}
