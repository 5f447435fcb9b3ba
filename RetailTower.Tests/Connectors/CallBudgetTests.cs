using System.Net;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Connectors;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors;

public sealed class CallBudgetTests
{
    private static readonly DateTimeOffset Ten = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Ten);
    private readonly CallBudget _budget;

    public CallBudgetTests() => _budget = new CallBudget(_time);

    [Fact]
    public void Before_the_first_answer_nothing_holds_back()
    {
        for (var request = 0; request < 1_000; request++) _budget.Take().ShouldBeNull();
        (_budget.Read(), _budget.Requests).ShouldBe((default, 1_000));
    }

    [Fact]
    public void A_leaky_bucket_is_counted_down_and_fills_with_time()
    {
        Hear(new CallLimit(3, 40, 2));
        for (var request = 0; request < 3; request++) Ask().ShouldBeNull();
        _budget.Read().Spent.ShouldBeTrue();
        Ask().ShouldBe(TimeSpan.FromSeconds(4), "a fifth of the bucket");

        _time.Advance(TimeSpan.FromSeconds(4));
        _budget.Read().Left.ShouldBe(8);
        _time.Advance(TimeSpan.FromSeconds(50));
        _budget.Read().Left.ShouldBe(40, "no more than it holds");
    }

    [Fact]
    public void A_window_is_full_again_when_it_is_renewed_if_its_size_was_told()
    {
        Hear(new CallLimit(0, 600, 0, Ten.AddSeconds(20)));
        Ask().ShouldBe(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(20));
        _budget.Read().ShouldSatisfyAllConditions(it => it.Left.ShouldBe(600), it => it.RenewsAt.ShouldBeNull());
    }

    [Fact]
    public void A_window_without_a_size_lets_go_when_it_is_renewed()
    {
        Hear(new CallLimit(0, null, 0, Ten.AddSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(20));
        _budget.Read().Left.ShouldBeNull();
        Ask().ShouldBeNull();
    }

    [Fact]
    public void After_a_minute_one_request_looks_again()
    {
        Hear(new CallLimit(0, 1_000, 0, Ten.AddHours(3)));
        Ask().ShouldBe(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Ask().ShouldBeNull();
        Ask().ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void What_is_under_way_is_taken_for_uncounted()
    {
        for (var request = 0; request < 5; request++) _budget.Take();
        _budget.Heard(new CallLimit(10, 40, 2));
        _budget.Answered();
        _budget.Read().Left.ShouldBe(6, "four of the five are still under way");
    }

    [Fact]
    public void A_rest_that_was_asked_for_is_kept_and_never_shortened()
    {
        _budget.Rest(TimeSpan.FromSeconds(9));
        _budget.Rest(TimeSpan.FromSeconds(2));
        Ask().ShouldBe(TimeSpan.FromSeconds(9));
        _budget.Read().RestUntil.ShouldBe(Ten.AddSeconds(9));
        _time.Advance(TimeSpan.FromSeconds(9));
        Ask().ShouldBeNull();
    }

    [Theory]
    [InlineData("\"default\";r=50;t=30", null, 50, 50, 30)]
    [InlineData("\"default\";r=50;t=30", "\"default\";q=100;w=60", 50, 100, 30)]
    [InlineData("\"burst\";r=50;t=30, \"daily\";r=7;t=900", "\"burst\";q=100;w=60, \"daily\";q=1000;w=86400", 7, 1_000, 900)]
    [InlineData("\"default\";pk=:YQ==:;t=30;r=4", null, 4, 4, 30)]
    public void The_policy_with_the_least_left_is_heard(string limit, string? policy, int left, int size, int seconds)
    {
        Heed(HttpStatusCode.OK, ("RateLimit", limit), ("RateLimit-Policy", policy));
        _budget.Read().ShouldBe(new BudgetReading(left, size, 0, Ten.AddSeconds(seconds), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("\"default\";r=-1;t=x")]
    [InlineData(";;;=,,")]
    public void A_malformed_field_is_ignored(string limit)
    {
        Heed(HttpStatusCode.OK, ("RateLimit", limit));
        _budget.Read().ShouldBe(default);
    }

    [Theory]
    [InlineData(429, "7", 7.0)]
    [InlineData(429, "2.5", 2.5)]
    [InlineData(429, "Thu, 15 Jan 2026 10:00:30 GMT", 30.0)]
    [InlineData(429, "Thu, 15 Jan 2026 09:00:00 GMT", null)]
    [InlineData(429, "soon", null)]
    [InlineData(429, "-3", null)]
    [InlineData(503, "7", null)]
    public void Too_many_requests_rest_as_long_as_the_answer_says(int status, string after, double? seconds)
    {
        Heed((HttpStatusCode)status, ("Retry-After", after));
        _budget.Read().RestUntil.ShouldBe(seconds is { } wait ? Ten.AddSeconds(wait) : null);
    }

    private TimeSpan? Ask()
    {
        var wait = _budget.Take();
        if (wait is null) _budget.Answered();
        return wait;
    }

    private void Hear(CallLimit limit)
    {
        _budget.Take();
        _budget.Heard(limit);
        _budget.Answered();
    }

    private void Heed(HttpStatusCode status, params (string Name, string? Value)[] headers)
    {
        using var response = new HttpResponseMessage(status);
        foreach (var (name, value) in headers)
            if (value is not null) response.Headers.TryAddWithoutValidation(name, value);
        _budget.Heed(response, _time.GetUtcNow());
    }
}
