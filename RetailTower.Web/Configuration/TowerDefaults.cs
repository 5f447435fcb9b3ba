namespace RetailTower.Web.Configuration;

/// <summary>What holds when nothing else is said. Every source of configuration overrides it.</summary>
internal static class TowerDefaults
{
    public const string Url = "http://127.0.0.1:5080";

    public const int DemoOrdersPerMinute = 12;

    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?>
    {
        // Styles and scripts stand in addresses with a fingerprint; without this a program that was not published would have browsers fetch them with every page.
        ["ReloadStaticAssetsAtRuntime"] = "false",
        ["Logging:LogLevel:Default"] = "Warning",
        // Jobs log their own failures; Hangfire's start and stop would drown the address of the tower.
        ["Logging:LogLevel:Hangfire"] = "Error",
        ["Logging:LogLevel:RetailTower"] = "Information",
        // It warns that keys lie unencrypted in the data directory; that directory is readable by its owner only.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        // Each failed request is answered and logged once, by the tower's own exception handler.
        ["Logging:LogLevel:Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware"] = "None",
        // A store reports what it cannot do; the provider's own echo of the same error adds only noise, and parameters.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "None",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd HH:mm:ss.fff ",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
    };
}
