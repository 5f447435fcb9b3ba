using System.CommandLine;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>serve</c>: the tower itself.</summary>
internal static class ServeVerb
{
    public static void Describe(Command command)
    {
        var urls = new Option<string?>("--urls")
        {
            Description = $"Addresses to listen on, separated by semicolons. Default {TowerDefaults.Url}.",
        };
        urls.Validators.Add(ListenAddresses.RequireHttp);
        command.Options.Add(urls);
        command.SetAction((line, token) => Refusals.ReportAsync(() => ServeAsync(line.GetValue(urls), token)));
    }

    private static async Task<int> ServeAsync(string? urls, CancellationToken cancellationToken)
    {
        await using var tower = await TowerWebApplication.StartAsync(new TowerStart { Urls = urls }, cancellationToken);
        tower.Announce(Console.Out);
        await tower.WaitForShutdownAsync(cancellationToken);
        return TowerCommand.Done;
    }
}
