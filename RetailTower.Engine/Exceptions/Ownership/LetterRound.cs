using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Sends the letters of each channel that are due. A channel that cannot get through keeps no other waiting.</summary>
public sealed class LetterRound(LetterStore store, IEnumerable<ILetterPost> posts, TimeProvider time)
{
    /// <summary>A letter that nobody took for so long is given up; its notices stay in the tower.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>The channels that have a letter to send now.</summary>
    public async Task<IReadOnlyList<LetterChannel>> DueAsync(CancellationToken cancellationToken)
    {
        var due = new List<LetterChannel>();
        foreach (var post in posts)
        {
            if (await store.IsDueAsync(post.Channel, cancellationToken)) due.Add(post.Channel);
        }

        return due;
    }

    /// <summary>Sends one after the other until none is due, or nothing gets through.</summary>
    /// <param name="mayGoOn">Asked before each attempt; false ends it.</param>
    public async Task RunAsync(LetterChannel channel, Func<Task<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        var post = posts.Single(it => it.Channel == channel);
        while (await mayGoOn() && await store.TakeAsync(channel, Pause, cancellationToken) is { } letter)
        {
            var outcome = await post.SendAsync(letter, cancellationToken);
            if (outcome.Why is not { } why)
            {
                await store.SentAsync(letter.Id, cancellationToken);
                continue;
            }

            await store.FailedAsync(letter.Id, why, outcome.ForGood || time.GetUtcNow() - letter.CreatedAt >= GiveUpAfter, cancellationToken);
            if (outcome.Unreachable) return;
        }
    }

    /// <summary>How long the next attempt waits after so many: a minute, then twice as long each time, at most a quarter of an hour.</summary>
    internal static TimeSpan Pause(int attempts) => TimeSpan.FromMinutes(Math.Min(LongestPause.TotalMinutes, Math.Pow(2, Math.Min(attempts, 10) - 1)));
}
