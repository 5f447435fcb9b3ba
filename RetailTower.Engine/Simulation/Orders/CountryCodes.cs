namespace RetailTower.Engine.Simulation.Orders;

/// <summary>Country names of order files as ISO 3166 two-letter codes.</summary>
internal static class CountryCodes
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["United Kingdom"] = "GB", ["Germany"] = "DE", ["France"] = "FR", ["EIRE"] = "IE", ["Spain"] = "ES", ["Netherlands"] = "NL", ["Belgium"] = "BE",
        ["Switzerland"] = "CH", ["Portugal"] = "PT", ["Australia"] = "AU", ["Norway"] = "NO", ["Italy"] = "IT", ["Channel Islands"] = "JE", ["Finland"] = "FI",
        ["Cyprus"] = "CY", ["Sweden"] = "SE", ["Austria"] = "AT", ["Denmark"] = "DK", ["Japan"] = "JP", ["Poland"] = "PL", ["Israel"] = "IL", ["USA"] = "US",
        ["Hong Kong"] = "HK", ["Singapore"] = "SG", ["Iceland"] = "IS", ["Canada"] = "CA", ["Greece"] = "GR", ["Malta"] = "MT",
        ["United Arab Emirates"] = "AE", ["RSA"] = "ZA", ["Lebanon"] = "LB", ["Lithuania"] = "LT", ["Brazil"] = "BR", ["Czech Republic"] = "CZ",
        ["Bahrain"] = "BH", ["Saudi Arabia"] = "SA",
    };

    /// <summary>The code; a name that stands for no country ("Unspecified", "European Community") is taken for the shop's own.</summary>
    public static string Of(string name) => Codes.GetValueOrDefault(name, "GB");
}
