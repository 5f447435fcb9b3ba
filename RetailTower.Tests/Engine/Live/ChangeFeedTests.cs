using Microsoft.Extensions.Logging;
using RetailTower.Engine.Live;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Live;

public sealed class ChangeFeedTests
{
    private readonly List<string> _log = [];
    private readonly ChangeFeed _feed;

    public ChangeFeedTests() => _feed = new ChangeFeed(new ListLog(_log));

    [Fact]
    public void Only_those_who_are_interested_hear()
    {
        var orders = 0;
        var lanes = 0;
        using var first = _feed.Subscribe(change => change.Area == ChangeAreas.Orders && change.Keys.Contains("SO-1"), () => Count(ref orders));
        using var second = _feed.Subscribe(change => change.Area == ChangeAreas.Lanes, () => Count(ref lanes));

        _feed.Publish(ChangeAreas.Orders, "SO-1", "SO-2");
        _feed.Publish(ChangeAreas.Orders, "SO-2");

        (orders, lanes).ShouldBe((1, 0));
    }

    [Fact]
    public void Whoever_left_hears_no_more()
    {
        var heard = 0;
        var subscription = _feed.Subscribe(_ => true, () => Count(ref heard));
        subscription.Dispose();
        subscription.Dispose();

        _feed.Publish(ChangeAreas.Figures);

        heard.ShouldBe(0);
        _feed.SubscriberCount.ShouldBe(0);
    }

    [Fact]
    public void A_listener_that_fails_harms_neither_the_publisher_nor_the_others()
    {
        var heard = 0;
        using var asking = _feed.Subscribe(_ => throw new InvalidOperationException("asking"), () => Task.CompletedTask);
        using var telling = _feed.Subscribe(_ => true, () => throw new InvalidOperationException("telling"));
        using var later = _feed.Subscribe(_ => true, () => Task.FromException(new InvalidOperationException("later")));
        using var well = _feed.Subscribe(_ => true, () => Count(ref heard));

        _feed.Publish(ChangeAreas.Figures);

        heard.ShouldBe(1);
        _log.Order().ShouldBe(["asking", "later", "telling"]);
    }

    [Fact]
    public void A_listener_that_takes_its_time_keeps_nobody_waiting()
    {
        var never = new TaskCompletionSource();
        var heard = 0;
        using var slow = _feed.Subscribe(_ => true, () => never.Task);
        using var quick = _feed.Subscribe(_ => true, () => Count(ref heard));

        _feed.Publish(ChangeAreas.Figures);
        _feed.Publish(ChangeAreas.Figures);

        heard.ShouldBe(2);
    }

    [Fact]
    public async Task Coming_and_going_while_others_publish_loses_no_one()
    {
        var stayed = 0;
        using var stays = _feed.Subscribe(_ => true, () => Count(ref stayed));
        var cancel = TestContext.Current.CancellationToken;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 500; round++)
            {
                using var passing = _feed.Subscribe(_ => true, () => Task.CompletedTask);
                _feed.Publish(ChangeAreas.Figures);
            }
        }, cancel)));

        stayed.ShouldBe(2000);
        _feed.SubscriberCount.ShouldBe(1);
    }

    private static Task Count(ref int counter)
    {
        Interlocked.Increment(ref counter);
        return Task.CompletedTask;
    }

    /// <summary>Keeps the messages of the failures that were logged.</summary>
    private sealed class ListLog(List<string> failures) : ILogger<ChangeFeed>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => failures.Add(exception?.Message ?? "");
    }
}
