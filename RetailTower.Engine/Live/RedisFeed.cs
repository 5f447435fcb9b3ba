using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RetailTower.Engine.Live;

/// <summary>Carries changes over a Redis channel: at once, and without a row in the database. While Redis is away screens of other nodes go stale; they read everything anew when it is back.</summary>
public sealed class RedisFeed(RedisConnection redis, ILogger<RedisFeed> log) : IChangeCarrier
{
    private const char Separator = '|';
    private static readonly RedisChannel Channel = RedisChannel.Literal("retailtower:changes");

    private readonly string _me = Guid.NewGuid().ToString("N");

    public async Task SendAsync(string changes, CancellationToken cancellationToken)
    {
        var connection = await redis.OpenAsync().WaitAsync(cancellationToken);
        await connection.GetSubscriber().PublishAsync(Channel, $"{_me}{Separator}{changes}").WaitAsync(cancellationToken);
    }

    public async Task ListenAsync(Action<string?> heard, CancellationToken cancellationToken)
    {
        var connection = await redis.OpenAsync().WaitAsync(cancellationToken);
        var away = 0;
        connection.ConnectionFailed += Failed;
        connection.ConnectionRestored += Restored;
        ChannelMessageQueue? queue = null;
        try
        {
            queue = await connection.GetSubscriber().SubscribeAsync(Channel).WaitAsync(cancellationToken);
            queue.OnMessage(message => Hear(message.Message, heard));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            connection.ConnectionFailed -= Failed;
            connection.ConnectionRestored -= Restored;
            if (queue is not null) await queue.UnsubscribeAsync(CommandFlags.FireAndForget);
        }

        // Each of its sockets tells so, and tells it again with each try.
        void Failed(object? sender, ConnectionFailedEventArgs failure)
        {
            if (Interlocked.Exchange(ref away, 1) == 0) log.LogWarning("Redis is away ({Why}); screens show what other nodes change when it is back", failure.FailureType);
        }

        void Restored(object? sender, ConnectionFailedEventArgs restored)
        {
            Interlocked.Exchange(ref away, 0);
            heard(null);
        }
    }

    private void Hear(string? message, Action<string?> heard)
    {
        if (message?.Split(Separator, 2) is [var node, var changes] && node != _me) heard(changes);
    }
}
