using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Stores;
using RetailTower.Engine.Jobs;
using RetailTower.Engine.Live;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Nodes;

/// <summary>Two whole towers in one data directory.</summary>
public sealed class NodesOfOneFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_know_each_other_hear_each_others_changes_and_part_cleanly()
    {
        await using var first = await TowerHost.StartAsync(Stop);
        await using (var second = await TowerHost.StartAsync(Stop, dataDirectory: first.DataDirectory))
        {
            foreach (var tower in new[] { first, second })
            {
                var desk = tower.Tower.Services.GetRequiredService<NodeDesk>();
                var nodes = await Eventually.UntilAsync(() => desk.ListAsync(Stop), nodes => nodes.Count == 2 && nodes.All(node => node.Node.Address is not null));
                nodes.Single(node => node.Here).Node.Address.ShouldBe(tower.Address.ToString().TrimEnd('/'));
                nodes.ShouldAllBe(node => !node.Silent);
            }

            await HearsAsync(first, second);
            await HearsAsync(second, first);
        }

        (await first.Tower.Services.GetRequiredService<NodeDesk>().ListAsync(Stop)).ShouldHaveSingleItem().Here.ShouldBeTrue();
    }

    /// <summary>The keys are common: who signed in on one node is signed in on the other, as behind a load balancer.</summary>
    [Fact]
    public async Task Who_signs_in_on_one_is_signed_in_on_the_other()
    {
        await using var first = await TowerHost.StartAsync(Stop, TowerHost.Simulating);
        var settings = new Dictionary<string, string?>(TowerHost.Simulating) { ["Tower:Simulation:Url"] = first.Tower.LandscapeAddress!.ToString() };
        await using var second = await TowerHost.StartAsync(Stop, settings, dataDirectory: first.DataDirectory);
        using var client = first.Client();
        using var signedIn = await client.SubmitAsync("/sign-in", "otto", Stop);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("tower=", StringComparison.Ordinal)).Split(';')[0];

        using var other = second.Client();
        using var page = new HttpRequestMessage(HttpMethod.Get, "/systems");
        page.Headers.Add("Cookie", cookie);
        (await other.SendAsync(page, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/systems", Stop)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_run_that_is_stopped_gives_its_lease_back_at_once()
    {
        await using var tower = await TowerHost.StartAsync(Stop);
        var leases = tower.Tower.Services.GetRequiredService<LeaseStore>();
        var node = tower.Tower.Services.GetRequiredService<NodeName>();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, "inbox:test", node, TimeProvider.System, Stop);
            lease.ShouldNotBeNull();
            (await leases.TryTakeAsync("inbox:test", "another", Stop)).ShouldBeFalse();
            throw new OperationCanceledException();
        });

        (await leases.TryTakeAsync("inbox:test", "another", Stop)).ShouldBeTrue();
    }

    private static async Task HearsAsync(TowerHost from, TowerHost to)
    {
        var heard = new ConcurrentBag<string>();
        using var listening = to.Tower.Services.GetRequiredService<ChangeFeed>().Subscribe(change =>
        {
            foreach (var key in change.Keys) heard.Add(key);
            return false;
        }, () => Task.CompletedTask);
        var feed = from.Tower.Services.GetRequiredService<ChangeFeed>();
        // Nodes that have just met tell each other that everything changed, and a key of the same moment is part of that; so it is told again until it is heard by name.
        await Eventually.UntilAsync(() =>
        {
            feed.Publish(ChangeAreas.Orders, "SO-77");
            return Task.FromResult(heard.ToArray());
        }, keys => keys.Contains("SO-77"));
    }
}
