using System.CommandLine.Parsing;

namespace RetailTower.Web.Verbs;

/// <summary>Checks of <c>--urls</c>, so that a mistyped address is a wrong command line and not a failed start.</summary>
internal static class ListenAddresses
{
    public static void RequireHttp(OptionResult given)
    {
        var texts = (given.GetValueOrDefault<string?>() ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (texts.Length == 0) given.AddError("--urls needs an address, for example http://127.0.0.1:5080.");
        foreach (var text in texts.Where(text => !IsHttp(text))) given.AddError($"'{text}' is not an http or https address, for example http://127.0.0.1:5080.");
    }

    public static void RequireOneHttp(OptionResult given)
    {
        var text = given.GetValueOrDefault<string?>() ?? "";
        if (!text.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || !IsHttp(text)) given.AddError($"'{text}' is not an http address, for example http://127.0.0.1:5090.");
    }

    // Kestrel also takes * and + as the host, which a URI does not.
    private static bool IsHttp(string text) =>
        Uri.TryCreate(text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
