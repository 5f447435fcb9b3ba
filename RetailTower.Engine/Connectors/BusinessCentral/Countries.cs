using System.Collections.Frozen;
using System.Globalization;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>The ERP keeps countries by code; originators send codes or names.</summary>
internal static class Countries
{
    private static readonly FrozenDictionary<string, string> Codes = Named();

    /// <summary>The ISO 3166-1 alpha-2 code, or null for what is none: the ERP then takes the customer's own.</summary>
    public static string? Code(string country) => Codes.GetValueOrDefault(country.Trim());

    private static FrozenDictionary<string, string> Named()
    {
        // Names that real order files use besides the official ones.
        Dictionary<string, string> codes = new(StringComparer.OrdinalIgnoreCase)
        {
            ["UK"] = "GB",
            ["Great Britain"] = "GB",
            ["USA"] = "US",
            ["United States of America"] = "US",
            ["EIRE"] = "IE",
            ["RSA"] = "ZA",
            ["Holland"] = "NL",
            ["Czech Republic"] = "CZ",
            ["Hong Kong"] = "HK",
            ["Turkey"] = "TR",
        };
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            // Cultures of continents and the world have regions of digits.
            if (region.TwoLetterISORegionName is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] code) continue;
            codes.TryAdd(code, code);
            codes.TryAdd(region.EnglishName, code);
        }
        return codes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
