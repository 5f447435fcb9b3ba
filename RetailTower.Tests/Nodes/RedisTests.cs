using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Engine.Live;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Nodes;

/// <summary>Two towers whose changes travel over a real Redis.</summary>
public sealed class RedisTests
{
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_travel_over_redis_without_a_row_and_are_caught_up_after_it_was_away()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "redis-server is not installed; RetailTower.Tests/run.sh does it.");
        var port = LastingPort.Find();
        Process? redis = null;
        try
        {
            var settings = new Dictionary<string, string?> { ["Tower:Redis"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") };
            await using var first = await TowerHost.StartAsync(Stop, settings);
            await using var second = await TowerHost.StartAsync(Stop, settings, dataDirectory: first.DataDirectory);
            var heard = new ConcurrentBag<string>();
            using var listening = Feed(second).Subscribe(change =>
            {
                heard.Add($"{change.Area}:{string.Join(',', change.Keys)}");
                return false;
            }, () => Task.CompletedTask);
            // A tower works without its Redis, also from the start.
            using (var client = second.Client()) (await client.GetAsync("/health/live", Stop)).EnsureSuccessStatusCode();
            redis = Start(port);
            await HeardAsync(first, heard, "SO-1");

            (await first.Tower.Services.GetRequiredService<TowerDatabase>().ReadAsync((db, _) => Task.FromResult(db.NodeChanges.Count()), Stop)).ShouldBe(0);
            await EndAsync(redis);
            heard.Clear();
            redis = Start(port);

            await Eventually.UntilAsync(() => Task.FromResult(heard.ToArray()), all => all.Contains($"{ChangeAreas.Orders}:"), Reconnection);
            await HeardAsync(first, heard, "SO-2");
        }
        finally
        {
            if (redis is not null) await EndAsync(redis);
        }
    }

    [Fact]
    public async Task A_setting_that_is_no_address_is_told_without_being_shown()
    {
        var (exit, _, error) = await TowerProcess.RunAsync("serve --urls http://127.0.0.1:0", Stop, ("Tower__Redis", "host:6379,password=secret-word,nonsense=1"), ("Tower__DataDirectory", TowerHost.NewDirectory()));

        exit.ShouldBe(1);
        error.ShouldContain("Tower:Redis");
        error.ShouldNotContain("secret-word");
    }

    private static ChangeFeed Feed(TowerHost tower) => tower.Tower.Services.GetRequiredService<ChangeFeed>();

    /// <summary>Published again and again: until both have subscribed and met, nothing may come.</summary>
    private static async Task HeardAsync(TowerHost from, ConcurrentBag<string> heard, string key) => await Eventually.UntilAsync(
        () =>
        {
            Feed(from).Publish(ChangeAreas.Orders, key);
            return Task.FromResult(heard.ToArray());
        }, all => all.Any(change => change.Contains(key, StringComparison.Ordinal)), Reconnection);

    private static Process Start(int port) => Process.Start(new ProcessStartInfo("/usr/bin/redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()])
    {
        RedirectStandardOutput = true,
    })!;

    private static async Task EndAsync(Process redis)
    {
        if (!redis.HasExited) redis.Kill();
        await redis.WaitForExitAsync(CancellationToken.None);
    }
}
