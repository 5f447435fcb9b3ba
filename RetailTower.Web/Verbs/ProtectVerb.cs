using System.CommandLine;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using RetailTower.Data;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary><c>protect</c>: encrypts a secret for the configuration. The secret comes by standard input, never by the command line, which others on the machine can read.</summary>
internal static class ProtectVerb
{
    public static Command Create()
    {
        var command = new Command("protect", "Read a secret from standard input and print it encrypted with this tower's keys, as protected:…, to be set under Tower:Systems instead of the secret.");
        // Named so that a secret given here is refused without being repeated.
        var none = new Argument<string[]>("none") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        none.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0) given.AddError("The secret comes by standard input, not by the command line, which others on the machine can read.");
        });
        command.Arguments.Add(none);
        command.SetAction((_, token) => Refusals.ReportAsync(() => ProtectAsync(token)));
        return command;
    }

    private static async Task<int> ProtectAsync(CancellationToken cancellationToken)
    {
        var builder = TowerWebApplication.Builder(new TowerStart());
        var database = DatabaseSettings.Read(builder.Configuration);
        TowerDatabaseStart.CreateDataDirectory(database.DataDirectory);
        var secret = Console.IsInputRedirected ? (await Console.In.ReadToEndAsync(cancellationToken)).TrimEnd('\r', '\n') : ReadUnseen();
        if (secret.Length == 0) throw new StartException("There is nothing to protect: standard input is empty.");
        builder.Services.AddTowerData(database);
        builder.Services.AddKeyRing();
        await using var app = builder.Build();
        using var hold = await TowerDatabaseStart.OpenAsync(app.Services, database, cancellationToken);
        Console.Out.WriteLine(ProtectedSettings.Protect(app.Services.GetDataProtectionProvider(), secret));
        return TowerCommand.Done;
    }

    /// <summary>Reads a line from a terminal without showing it.</summary>
    private static string ReadUnseen()
    {
        Console.Error.Write("Secret (it is not shown): ");
        var secret = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) secret.Length = Math.Max(secret.Length - 1, 0);
            else if (!char.IsControl(key.KeyChar)) secret.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return secret.ToString();
    }
}
