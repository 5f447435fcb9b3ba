using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Web.Wall;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

/// <summary>The wall's own link: it opens the wall's figures, nothing else, and only while it is good.</summary>
public sealed class WallTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_opens_the_figures_and_no_other_door()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var wall = host.Client();
        (await wall.GetAsync("/wall", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK, "the page itself holds no figure");
        (await wall.GetAsync("/wall/board", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wall.GetAsync("/wall/changes", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var door = host.Tower.Services.GetRequiredService<WallDoor>();
        var key = await door.MakeAsync("hall", TimeSpan.FromDays(1), "alma", Cancelled);
        wall.DefaultRequestHeaders.Add(WallDoor.Header, key);

        var board = await wall.GetStringAsync("/wall/board", Cancelled);

        board.ShouldContain("Orders a minute");
        board.ShouldContain("Nothing needs a decision");
        foreach (var path in new[] { "/", "/orders", "/exceptions", "/walls", "/insights.csv", "/_blazor/negotiate", "/jobs" })
            (await wall.GetAsync(path, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
        (await wall.GetAsync("/api/v1/orders/SF-1", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Revoked by an administrator: the same key opens nothing, and both are in the audit.
        (await door.RevokeAsync((await door.ListAsync(Cancelled))[0].Id, "alma", Cancelled)).ShouldBeTrue();
        (await wall.GetAsync("/wall/board", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await door.RevokeAsync((await door.ListAsync(Cancelled))[0].Id, "alma", Cancelled)).ShouldBeFalse();
        (await host.Tower.Services.GetRequiredService<TowerDatabase>().ReadAsync((db, token) => db.Audit.Where(e => e.Action.StartsWith("wall-link")).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(token), Cancelled))
            .ShouldBe(["wall-link.made", "wall-link.revoked"]);
    }

    [Fact]
    public async Task A_key_that_this_tower_did_not_sign_or_whose_time_is_over_opens_nothing()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        var door = host.Tower.Services.GetRequiredService<WallDoor>();
        var (expired, good) = (await door.MakeAsync("old", TimeSpan.Zero, "alma", Cancelled), await door.MakeAsync("new", TimeSpan.FromDays(1), "alma", Cancelled));
        foreach (var key in new[] { "", "1", "no key", expired, good[..^2] + (good[^1] == 'A' ? "BB" : "AA"), good + good })
        {
            using var wall = host.Client();
            wall.DefaultRequestHeaders.TryAddWithoutValidation(WallDoor.Header, key);
            (await wall.GetAsync("/wall/board", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, key);
        }
    }

    [Fact]
    public async Task It_hears_of_changes_and_of_its_own_end_and_leaves_nothing_behind()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        var (door, feed) = (host.Tower.Services.GetRequiredService<WallDoor>(), host.Tower.Services.GetRequiredService<ChangeFeed>());
        var before = feed.SubscriberCount;
        using var wall = host.Client();
        wall.DefaultRequestHeaders.Add(WallDoor.Header, await door.MakeAsync("hall", TimeSpan.FromDays(1), "alma", Cancelled));
        using var lines = new StreamReader(await wall.GetStreamAsync("/wall/changes", Cancelled));
        (await lines.ReadLineAsync(Cancelled)).ShouldBe("beat");
        feed.SubscriberCount.ShouldBe(before + 1);
        feed.Publish(ChangeAreas.Exceptions, "1");
        (await lines.ReadLineAsync(Cancelled)).ShouldBe("change");

        await host.Tower.Services.GetRequiredService<WallLinkStore>().RevokeAsync(1, "alma", Cancelled);
        feed.Publish(ChangeAreas.Exceptions, "2");

        // A stream that went on would never end.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        (await lines.ReadToEndAsync(patience.Token)).ShouldBeEmpty();
        feed.SubscriberCount.ShouldBe(before);
    }
}
