using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Intake;

public sealed class FeedReaderTests : IAsyncLifetime
{
    private static readonly Feed Stock = new("stock", TimeSpan.FromMinutes(5));

    private readonly Pages _pages = new();
    private SqliteStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await SqliteStore.StartAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_feed_is_read_to_its_end_and_then_rests()
    {
        await LookAsync();
        await LookAsync(TimeSpan.FromMinutes(4));
        _pages.Asked.ShouldBe([null, "1"]);

        await LookAsync(TimeSpan.FromMinutes(1));
        _pages.Asked.ShouldBe([null, "1", "2"]);
    }

    [Fact]
    public async Task A_feed_that_broke_off_goes_on_at_the_next_look_from_its_last_page()
    {
        _pages.FailAt = "1";
        await LookAsync();

        _pages.FailAt = null;
        await LookAsync(TimeSpan.FromSeconds(5));

        _pages.Asked.ShouldBe([null, "1", "1"]);
    }

    [Fact]
    public async Task A_feed_read_by_a_clock_that_ran_ahead_does_not_wait_for_that_time()
    {
        await LookAsync(TimeSpan.FromHours(6));
        _store.Time.AdjustTime(_store.Time.GetUtcNow() - TimeSpan.FromHours(6));

        await LookAsync();

        _pages.Asked.ShouldBe([null, "1", "2"]);
    }

    private Task LookAsync(TimeSpan later = default)
    {
        _store.Time.Advance(later);
        var reader = new FeedReader(new InboxStore(_store.Database, _store.Time), new WorkSignal(), _store.Time, NullLogger<FeedReader>.Instance);
        return reader.ReadIfDueAsync("dc-west", _pages, Stock, Stop);
    }

    /// <summary>A feed of two pages, and nothing new after them.</summary>
    private sealed class Pages : IFeeds
    {
        public IReadOnlyList<Feed> Feeds { get; } = [Stock];

        public List<string?> Asked { get; } = [];

        public string? FailAt { get; set; }

        public Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken)
        {
            Asked.Add(cursor);
            if (cursor is not null && cursor == FailAt) throw new HttpRequestException("Out of order.");
            return Task.FromResult(new FeedPage([], cursor is null ? "1" : "2", More: cursor is null));
        }
    }
}
