using System.CommandLine;
using RetailTower.Engine.Simulation;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>landscape</c>: only the simulated systems, as a process of their own.</summary>
internal static class LandscapeVerb
{
    private static readonly LandscapeOptions Defaults = new();

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Address of the control face; the systems take the ports after it. Port 0 takes free ports for all.",
        DefaultValueFactory = _ => Defaults.Url,
    };

    private static readonly Option<FileInfo> Orders = new("--orders")
    {
        Description = "CSV file in the UCI Online Retail layout whose orders are placed, half through Salesforce and half through the storefront.",
        HelpName = "FILE",
    };

    private static readonly Option<double> Rate = new("--rate") { Description = "Orders of the file placed per second.", DefaultValueFactory = _ => Defaults.Rate };

    private static readonly Option<double> Pace = new("--pace")
    {
        Description = "Multiplies every simulated delay; 0 lets everything happen at once.",
        DefaultValueFactory = _ => Defaults.Pace,
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => Defaults.Seed };

    private static readonly Option<FileInfo> State = new("--state") { Description = "File that keeps the systems' books over a restart.", HelpName = "FILE" };

    private static readonly Option<double> DemoRate = new("--demo-rate")
    {
        Description = "Orders that customers place by themselves, per minute.",
        DefaultValueFactory = _ => Defaults.DemoOrdersPerMinute,
    };

    private static readonly Option<double> ShortPickShare = new("--short-pick-share")
    {
        Description = "Share of warehouse orders in which a unit cannot be found, 0 to 1.",
        DefaultValueFactory = _ => Defaults.ShortPickShare,
    };

    private static readonly Option<double> SeveralParcelsShare = new("--several-parcels-share")
    {
        Description = "Share of warehouse orders sent in several parcels, 0 to 1.",
        DefaultValueFactory = _ => Defaults.SeveralParcelsShare,
    };

    private static readonly Option<bool> EndWithInput = new("--end-with-input")
    {
        Description = "End when the standard input ends, so that it never outlives the program that started it.",
    };

    public static Command Create()
    {
        Urls.Validators.Add(ListenAddresses.RequireOneHttp);
        Orders.AcceptExistingOnly();
        var command = new Command("landscape", "Run only the simulated systems, each speaking its own wire protocol. Point the tower at them with Tower__Simulation__Url.");
        foreach (var option in new Option[] { Urls, Orders, Rate, Pace, Seed, State, DemoRate, ShortPickShare, SeveralParcelsShare, EndWithInput }) command.Options.Add(option);
        foreach (var option in new[] { Rate, Pace, DemoRate }) option.Validators.Add(NumberRange.Between(0, 100_000));
        foreach (var option in new[] { ShortPickShare, SeveralParcelsShare }) option.Validators.Add(NumberRange.Between(0, 1));
        command.SetAction((line, token) => Refusals.ReportAsync(() => line.GetValue(EndWithInput) ? WithInputAsync(stop => RunAsync(Read(line), stop), token) : RunAsync(Read(line), token)));
        return command;
    }

    private static LandscapeOptions Read(ParseResult line) => new()
    {
        Url = line.GetRequiredValue(Urls),
        OrdersFile = line.GetValue(Orders)?.FullName,
        Rate = line.GetValue(Rate),
        Pace = line.GetValue(Pace),
        Seed = line.GetValue(Seed),
        StateFile = line.GetValue(State)?.FullName,
        DemoOrdersPerMinute = line.GetValue(DemoRate),
        ShortPickShare = line.GetValue(ShortPickShare),
        SeveralParcelsShare = line.GetValue(SeveralParcelsShare),
    };

    private static async Task<int> WithInputAsync(Func<CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Reading the console blocks its thread until the input ends, whatever a token says; the process does not wait for it.
        var ended = Task.Factory.StartNew(() => Console.OpenStandardInput().CopyTo(Stream.Null), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var running = run(stop.Token);
        if (await Task.WhenAny(running, ended) == ended) await stop.CancelAsync();
        return await running;
    }

    private static async Task<int> RunAsync(LandscapeOptions options, CancellationToken cancellationToken)
    {
        using var logs = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            // The report tells what became of the file.
            .AddFilter("RetailTower.Engine.Simulation.Orders", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true));
        Landscape landscape;
        try
        {
            landscape = await Landscape.StartAsync(options, TimeProvider.System, logs, cancellationToken);
        }
        catch (IOException taken)
        {
            throw new StartException($"{taken.Message} Stop the other program, or choose another address with --urls.", taken);
        }

        await using (landscape)
        {
            Console.Out.WriteLine($"The simulated landscape is ready at {landscape.Address.ToString().TrimEnd('/')}");
            await LandscapeReport.WriteAsync(landscape.Address, Console.Out, cancellationToken);
            Console.Out.WriteLine("Stop with Ctrl+C");
            Console.Out.Flush();
            if (options.OrdersFile is not null)
            {
                var report = await OrdersFileReport.WaitAsync(landscape.Address, cancellationToken);
                if (report.State == "failed") throw new StartException($"{report.File} cannot be read: {report.Failure}");
                report.Write(Console.Out);
            }

            await UntilStoppedAsync(cancellationToken);
        }

        return TowerCommand.Done;
    }

    private static async Task UntilStoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
