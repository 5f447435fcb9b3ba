using System.Diagnostics;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Bench;

/// <summary>This program, started once more as a child process.</summary>
internal static class OwnProgram
{
    private static readonly string[] Own = ["Tower__", "ConnectionStrings__"];

    /// <summary>Its standard input and output are the caller's; the error is shared.</summary>
    /// <exception cref="StartException">Nobody knows where the program lies.</exception>
    public static Process Start(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, bool quiet = false)
    {
        var program = Environment.ProcessPath ?? throw new StartException("The program does not know its own path, and so cannot start itself once more.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = quiet };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What configures this program, its real systems and its database above all, is nothing for the child.
        foreach (var name in start.Environment.Keys.Where(name => Own.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
