using System.CommandLine;
using System.Globalization;
using RetailTower.Data.Sqlite;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>backup</c>: a checked copy of the embedded database, also while the tower works.</summary>
internal static class BackupVerb
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "File to write; it must not exist yet. Default: a file named by the time, in the folder backups of the data directory.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        To.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is not { } file) return;
            if (Directory.Exists(file)) given.AddError($"--to names a file, and '{file}' is a folder.");
            else if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))) given.AddError($"The folder of '{file}' does not exist.");
        });
        var command = new Command("backup", "Copy the tower's SQLite database to a file, while the tower may work on; checks it before and after.");
        command.Options.Add(To);
        command.SetAction((line, token) => Refusals.ReportAsync(() => BackUpAsync(line.GetValue(To), token)));
        return command;
    }

    private static async Task<int> BackUpAsync(string? to, CancellationToken cancellationToken)
    {
        const double Mega = 1_000_000;
        var database = DatabaseSettings.Read(TowerWebApplication.Builder(new TowerStart()).Configuration);
        var report = await new SqliteBackup(database, TimeProvider.System).RunAsync(to, cancellationToken);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up to {report.File}: {report.Bytes / Mega:0.0} MB in {report.Took.TotalSeconds:0.0} s, whole before and after"));
        return TowerCommand.Done;
    }
}
