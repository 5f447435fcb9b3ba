using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

/// <summary>What every page is made of is fetched once, not with every page.</summary>
public sealed partial class AssetTests
{
    [Fact]
    public async Task Styles_and_scripts_with_a_fingerprint_are_kept_by_the_browser_for_ever()
    {
        await using var host = await TowerHost.StartAsync(TestContext.Current.CancellationToken);
        using var client = host.Client();
        var page = await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

        var assets = Asset().Matches(page).Select(match => match.Groups[1].Value).ToList();
        assets.Count.ShouldBeGreaterThan(8);
        foreach (var asset in assets)
        {
            using var answer = await client.GetAsync(asset, TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.ShouldBeTrue(asset);
            answer.Headers.CacheControl?.ToString().ShouldBe("max-age=31536000, immutable", asset);
        }
    }

    [GeneratedRegex("""(?:stylesheet" href|script src)="([^"]+\.(?:css|js))""")]
    private static partial Regex Asset();
}
