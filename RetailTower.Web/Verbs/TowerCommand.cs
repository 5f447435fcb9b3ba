using System.CommandLine;

namespace RetailTower.Web.Verbs;

/// <summary>
/// The program's command line. Exit codes: 0 done or stopped on request, 1 could not do it (the reason is on stderr),
/// 2 the command line itself is wrong (usage is on stderr).
/// </summary>
public static class TowerCommand
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Misused = 2;

    /// <summary>How long a stop may take before the process ends all the same.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    public static Task<int> InvokeAsync(string[] args)
    {
        var root = Create();
        var line = root.Parse(args);
        return line.Errors.Count == 0
            ? line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopTimeout })
            : Task.FromResult(Explain(root, line));
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("RetailTower: an order's whole life across every system, live. Without a verb it serves the tower.");
        ServeVerb.Describe(root);
        var serve = new Command("serve", "Serve the tower's screens, API and webhooks (the default).");
        ServeVerb.Describe(serve);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(LandscapeVerb.Create());
        root.Subcommands.Add(MigrateVerb.Create());
        root.Subcommands.Add(BenchVerb.Create());
        root.Subcommands.Add(DrillVerb.Create());
        root.Subcommands.Add(KpiVerb.Create());
        root.Subcommands.Add(BackupVerb.Create());
        root.Subcommands.Add(RestoreVerb.Create());
        root.Subcommands.Add(UnarchiveVerb.Create());
        root.Subcommands.Add(ProtectVerb.Create());
        return root;
    }

    private static int Explain(RootCommand root, ParseResult line)
    {
        foreach (var error in line.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine();
        // The help of the verb that was meant, not of the whole program.
        var verb = line.CommandResult.Command;
        var help = verb == root ? root.Parse(["--help"]) : root.Parse([verb.Name, "--help"]);
        help.Invoke(new InvocationConfiguration { Output = Console.Error });
        return Misused;
    }
}
