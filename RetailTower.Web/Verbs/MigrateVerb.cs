using System.CommandLine;

namespace RetailTower.Web.Verbs;

/// <summary><c>migrate</c>: brings the database up to date and ends, for installations that do not let the server do it.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Create or upgrade the tower's database, then end.");
        command.SetAction((_, token) => Refusals.ReportAsync(() => MigrateAsync(token)));
        return command;
    }

    private static async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        var target = await TowerWebApplication.MigrateAsync(cancellationToken);
        Console.Out.WriteLine($"The database is up to date: {target}");
        return TowerCommand.Done;
    }
}
