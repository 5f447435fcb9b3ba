using System.CommandLine;
using System.Globalization;
using RetailTower.Data;
using RetailTower.Data.Stores;
using RetailTower.Engine.Orders;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>unarchive</c>: puts the payloads of an order back beside its messages, also while the tower works.</summary>
internal static class UnarchiveVerb
{
    private static readonly Argument<string> Key = new("ORDER") { Description = "The tower's own number of the order, for example SO-10482." };

    public static Command Create()
    {
        Key.Validators.Add(given =>
        {
            if (!OrderKey.TryParse(given.GetValueOrDefault<string>(), out _)) given.AddError($"'{given.GetValueOrDefault<string>()}' is no order of the tower; its orders are called SO-10482, say.");
        });
        var command = new Command("unarchive", "Put an order's archived payloads back beside its messages, while the tower may work on.");
        command.Arguments.Add(Key);
        command.SetAction((line, token) => Refusals.ReportAsync(() => RestoreAsync(line.GetValue(Key)!, token)));
        return command;
    }

    private static async Task<int> RestoreAsync(string order, CancellationToken cancellationToken)
    {
        if (!OrderKey.TryParse(order, out var key)) return TowerCommand.Misused;
        var database = DatabaseSettings.Read(TowerWebApplication.Builder(new TowerStart()).Configuration);
        await using var services = new ServiceCollection().AddLogging().AddTowerData(database).AddSingleton(TimeProvider.System).AddSingleton<RetentionStore>().BuildServiceProvider();
        var payloads = await services.GetRequiredService<RetentionStore>().RestoreAsync(key, cancellationToken);
        Console.Out.WriteLine(payloads == 0
            ? $"No payloads of {order} are in the archive"
            : string.Create(CultureInfo.InvariantCulture, $"{payloads} payloads of {order} are beside their messages again; they stay as long as those of an order that closes now"));
        return TowerCommand.Done;
    }
}
