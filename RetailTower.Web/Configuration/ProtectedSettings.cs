using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RetailTower.Data;
using RetailTower.Engine;

namespace RetailTower.Web.Configuration;

/// <summary>
/// Secrets of the systems and of notices that stand encrypted in the configuration, as <c>protected:…</c>. Only this tower's keys open them, so a copy of the
/// settings alone gives nothing away.
/// </summary>
internal static class ProtectedSettings
{
    private const string Prefix = "protected:", Purpose = "RetailTower.Systems";

    /// <summary>The secret as it may stand in the configuration.</summary>
    public static string Protect(IDataProtectionProvider keys, string secret) => Prefix + keys.CreateProtector(Purpose).Protect(secret);

    /// <summary>Puts the secrets in the place of their protected values, in memory only. One that these keys do not open becomes a problem that names its key, never its value.</summary>
    public static void Reveal(SettingReader read, IConfiguration configuration, DatabaseOptions database)
    {
        var found = new[] { TowerSettings.SystemsSection, EngineComponents.NoticesKey }.SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Where(setting => setting.Value?.StartsWith(Prefix, StringComparison.Ordinal) == true).ToList();
        if (found.Count == 0) return;
        using var keys = KeyRing.TryOpen(database);
        var protector = keys?.GetDataProtectionProvider().CreateProtector(Purpose);
        foreach (var (key, value) in found)
        {
            try
            {
                if (protector is null) read.Add(NotOpened(key, database));
                else configuration[key] = protector.Unprotect(value![Prefix.Length..]);
            }
            catch (Exception failure) when (failure is CryptographicException or FormatException or InvalidOperationException)
            {
                read.Add(NotOpened(key, database));
            }
            catch (DbException failure)
            {
                read.Add($"{key} is protected, and the keys that open it cannot be read from {KeyRing.PlaceOf(database)}: {failure.Message}");
            }
        }
    }

    private static string NotOpened(string key, DatabaseOptions database) =>
        $"{key} is protected, and the keys of {KeyRing.PlaceOf(database)} do not open it; protect the secret anew with the protect verb of this tower, and set what that prints.";
}
