using RetailTower.Tests.Host;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Safety;

public sealed class ProtectTests
{
    private const string Secret = "sk-Straße 7 & $HOME";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_protected_secret_is_used_by_its_own_tower_alone_and_never_shown()
    {
        await using var tower = new HookedTower();
        var (exit, output, error) = await TowerProcess.RunWithInputAsync("protect", HookedTower.WebhookSecret + "\n", tower.Environment(), Stop);
        exit.ShouldBe(0, error);
        var value = output.Trim();
        value.ShouldStartWith("protected:");
        value.ShouldNotContain(HookedTower.WebhookSecret);

        // The webhooks are signed with the secret: the tower takes one only if it has opened it.
        tower.Secret = value;
        await tower.StartAsync();
        await tower.SendAsync("msg_1");
        await tower.StopAsync();
        HookedTower.Messages(tower.Database).ShouldBe(["msg_1"]);

        await using var other = new HookedTower { Secret = value };
        var refused = await other.RunAsync("serve --urls http://127.0.0.1:0");
        refused.Exit.ShouldBe(1);
        refused.Error.ShouldContain("Tower:Systems:dc-east:WebhookSecrets:0 is protected");
        refused.Error.ShouldContain("protect verb");
        refused.Error.ShouldNotContain(value);
        refused.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Each_protection_differs_and_a_changed_one_is_refused()
    {
        await using var tower = new HookedTower();
        var first = (await TowerProcess.RunWithInputAsync("protect", Secret, tower.Environment(), Stop)).Output.Trim();
        var second = (await TowerProcess.RunWithInputAsync("protect", Secret, tower.Environment(), Stop)).Output.Trim();
        first.ShouldNotBe(second);

        tower.Secret = first[..^4] + "AAAA";
        (await tower.RunAsync("migrate")).Error.ShouldContain("WebhookSecrets:0 is protected");
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_refused_and_not_repeated()
    {
        var (exit, output, error) = await TowerProcess.RunAsync("protect my-secret", Stop);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain("standard input");
        error.ShouldNotContain("my-secret");
    }

    [Fact]
    public async Task Nothing_is_not_protected()
    {
        await using var tower = new HookedTower();
        var (exit, output, error) = await TowerProcess.RunWithInputAsync("protect", "\n", tower.Environment(), Stop);

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("nothing to protect");
    }
}
