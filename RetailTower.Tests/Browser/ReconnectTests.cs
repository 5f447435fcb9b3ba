using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using RetailTower.Tests.Host;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>The tower goes away under somebody who looks at it, and comes back.</summary>
public sealed class ReconnectTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_killed_tower_is_told_of_and_the_page_goes_on_where_it_was_once_it_is_back()
    {
        var directory = TowerHost.NewDirectory();
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var address = new Uri($"http://{port.LocalEndpoint}");
        port.Stop();
        (string, string)[] environment = [("Tower__DataDirectory", directory), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__DemoOrdersPerMinute", "0")];
        var tower = await StartAsync(address, environment);
        try
        {
            var page = await SignInAtAsync(address, "ada", "/orders?status=Completed", reportsErrors: false);
            await Expect(page.GetByTestId("orders")).ToBeVisibleAsync();
            var banner = page.Locator("#components-reconnect-modal");
            await Expect(banner).ToBeHiddenAsync();

            await tower.DisposeAsync();
            await Expect(banner).ToBeVisibleAsync();
            await Expect(banner).ToContainTextAsync("Connection lost");

            tower = await StartAsync(address, environment);
            await Expect(banner).ToBeHiddenAsync(new() { Timeout = 60_000 });
            await Expect(page.GetByTestId("orders")).ToBeVisibleAsync();
            await Expect(page).ToHaveURLAsync(new Uri(address, "/orders?status=Completed").ToString());
            await page.GetByRole(AriaRole.Link, new() { Name = "All orders", Exact = true }).ClickAsync();
            await Expect(page).ToHaveURLAsync(new Uri(address, "/orders").ToString());
        }
        finally
        {
            await tower.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<TowerProcess> StartAsync(Uri address, (string, string)[] environment)
    {
        var tower = TowerProcess.Start($"--urls {address}", environment);
        await tower.LineWithAsync("RetailTower is ready", Stop);
        tower.DiscardOutput();
        return tower;
    }
}
