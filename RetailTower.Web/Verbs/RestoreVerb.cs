using System.CommandLine;
using RetailTower.Data.Sqlite;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>restore</c>: puts a backup in the place of the embedded database, while no tower works.</summary>
internal static class RestoreVerb
{
    private static readonly Option<FileInfo> From = new("--from") { Description = "Backup to bring back; it stays as it is.", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        From.AcceptExistingOnly();
        var command = new Command("restore", "Put a backup in the place of the tower's SQLite database. Stop the tower first; the database that was there is kept beside it.");
        command.Options.Add(From);
        command.SetAction((line, token) => Refusals.ReportAsync(() => RestoreAsync(line.GetRequiredValue(From), token)));
        return command;
    }

    private static async Task<int> RestoreAsync(FileInfo from, CancellationToken cancellationToken)
    {
        var database = DatabaseSettings.Read(TowerWebApplication.Builder(new TowerStart()).Configuration);
        TowerDatabaseStart.CreateDataDirectory(database.DataDirectory);
        var report = await new SqliteRestore(database, TimeProvider.System).RunAsync(from.FullName, cancellationToken);
        Console.Out.WriteLine($"Restored {report.File} from {from.FullName}");
        if (report.Replaced is not null) Console.Out.WriteLine($"The database that was there is kept as {report.Replaced}; delete it when it is not needed any more");
        return TowerCommand.Done;
    }
}
