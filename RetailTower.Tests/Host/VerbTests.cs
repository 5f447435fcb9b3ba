using System.Net.Sockets;
using System.Net;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

public sealed class VerbTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "--urls")]
    [InlineData("serve", "--urls")]
    [InlineData("landscape", "--demo-rate")]
    [InlineData("migrate", "Create or upgrade")]
    [InlineData("bench", "--orders")]
    [InlineData("kpi", "--by")]
    [InlineData("backup", "--to")]
    [InlineData("restore", "--from")]
    [InlineData("protect", "standard input")]
    public async Task Help_goes_to_the_output(string verb, string says)
    {
        var (exit, output, error) = await TowerProcess.RunAsync($"{verb} --help", Cancelled);

        exit.ShouldBe(0);
        output.ShouldContain(says);
        error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fly", "landscape")]
    [InlineData("--fly", "landscape")]
    [InlineData("serve --fly", "serve [options]")]
    [InlineData("landscape --rate many", "landscape [options]")]
    [InlineData("landscape --orders /no/such/file.csv", "/no/such/file.csv")]
    [InlineData("landscape --rate -1", "between")]
    [InlineData("serve --urls nonsense", "not an http or https address")]
    [InlineData("migrate extra", "migrate [options]")]
    [InlineData("bench --orders none", "bench [options]")]
    [InlineData("bench --orders 0", "between")]
    [InlineData("bench --rate 0", "between")]
    [InlineData("landscape --short-pick-share 2", "between")]
    [InlineData("kpi --by colour", "channel")]
    [InlineData("kpi --from yesterday", "2026-11-26T14:00Z")]
    [InlineData("kpi --from 2026-11-26T14:30Z", "is neither")]
    [InlineData("kpi --from 2026-11-26 --to 2026-11-26", "must lie before")]
    [InlineData("backup --to /tmp", "is a folder")]
    [InlineData("backup --to /no/such/folder/file.db", "does not exist")]
    [InlineData("restore", "--from")]
    [InlineData("restore --from /no/such/file.db", "/no/such/file.db")]
    [InlineData("protect my-secret", "comes by standard input")]
    public async Task A_wrong_command_line_ends_with_usage_on_stderr_and_2(string arguments, string says)
    {
        var (exit, output, error) = await TowerProcess.RunAsync(arguments, Cancelled);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain("Usage:");
        error.ShouldContain(says);
    }

    [Fact]
    public async Task Every_mistake_in_the_configuration_is_told_at_once()
    {
        var (exit, output, error) = await TowerProcess.RunAsync(
            "serve --urls http://127.0.0.1:0", Cancelled,
            ("Tower__Database__Provider", "SqlServer"), ("Tower__Simulation__Url", "nowhere"), ("Tower__Simulation__DemoOrdersPerMinute", "-3"), ("Tower__Intake__BodyLimit", "12"));

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("4 mistakes");
        foreach (var key in new[] { "ConnectionStrings:Tower", "Tower:Simulation:Url", "Tower:Simulation:DemoOrdersPerMinute", "Tower:Intake:BodyLimit" }) error.ShouldContain(key);
    }

    [Fact]
    public async Task An_unusable_data_directory_is_told_without_a_stack_trace()
    {
        var (exit, _, error) = await TowerProcess.RunAsync("serve --urls http://127.0.0.1:0", Cancelled, ("Tower__DataDirectory", "/proc/tower"));

        exit.ShouldBe(1);
        error.ShouldContain("Tower__DataDirectory");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_taken_address_is_told_without_a_stack_trace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var directory = TowerHost.NewDirectory();

        var (exit, _, error) = await TowerProcess.RunAsync($"--urls http://{taken.LocalEndpoint}", Cancelled, ("Tower__DataDirectory", directory));

        exit.ShouldBe(1);
        error.ShouldContain("--urls");
        error.ShouldNotContain("   at ");
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Migrate_makes_the_database_and_ends()
    {
        var directory = TowerHost.NewDirectory();

        var (exit, output, _) = await TowerProcess.RunAsync("migrate", Cancelled, ("Tower__DataDirectory", directory));

        exit.ShouldBe(0);
        output.ShouldContain(Path.Combine(directory, "tower.db"));
        File.Exists(Path.Combine(directory, "tower.db")).ShouldBeTrue();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Serving_tells_how_to_sign_in_and_ends_cleanly_on_request()
    {
        var directory = TowerHost.NewDirectory();
        await using var tower = TowerProcess.Start("--urls http://127.0.0.1:0", ("Tower__DataDirectory", directory));

        (await tower.LineWithAsync("RetailTower is ready at http://127.0.0.1:", Cancelled)).ShouldNotBeNull();
        (await tower.LineWithAsync("Sign in", Cancelled)).ShouldContain("Operator Otto");
        await tower.TerminateAsync(Cancelled);

        (await tower.EndAsync(Cancelled)).Exit.ShouldBe(0);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task The_landscape_tells_its_addresses_and_ends_cleanly_on_request()
    {
        await using var landscape = TowerProcess.Start("landscape --urls http://127.0.0.1:0 --pace 0");

        (await landscape.LineWithAsync("dc-east", Cancelled)).ShouldContain("http://127.0.0.1:");
        await landscape.LineWithAsync("Stop with", Cancelled);
        await landscape.TerminateAsync(Cancelled);

        (await landscape.EndAsync(Cancelled)).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task The_landscape_ends_with_the_program_that_started_it_when_asked_to()
    {
        await using var landscape = TowerProcess.Start("landscape --urls http://127.0.0.1:0 --end-with-input");

        await landscape.LineWithAsync("Stop with", Cancelled);
        landscape.EndInput();

        (await landscape.EndAsync(Cancelled)).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task The_landscape_tells_what_became_of_an_orders_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,12-01-2010 08:26,2.55,17850,United Kingdom
            536366,85123A,WHITE HANGING HEART T-LIGHT HOLDER,many,12-01-2010 08:28,2.55,17850,United Kingdom

            """, Cancelled);
        await using var landscape = TowerProcess.Start($"landscape --urls http://127.0.0.1:0 --orders {file}");

        await landscape.LineWithAsync("Stop with", Cancelled);
        await landscape.TerminateAsync(Cancelled);
        var (exit, output, _) = await landscape.EndAsync(Cancelled);

        exit.ShouldBe(0);
        output.ShouldContain("line 3, invoice 536366:");
        output.ShouldContain("2 lines = 1 in 1 orders + 0 in 0 cancellations + 1 refused");
        File.Delete(file);
    }

    [Fact]
    public async Task An_orders_file_of_another_layout_ends_the_landscape_with_the_reason()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", Cancelled);

        var (exit, _, error) = await TowerProcess.RunAsync($"landscape --urls http://127.0.0.1:0 --orders {file}", Cancelled);

        exit.ShouldBe(1);
        error.ShouldContain("InvoiceNo");
        File.Delete(file);
    }
}
