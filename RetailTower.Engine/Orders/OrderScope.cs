using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders;

/// <summary>Whose orders a rule is for, as one word: an originator's name, <c>brand:Alder</c> or <c>country:GB</c>. No system's name holds a colon.</summary>
public static class OrderScope
{
    private const string BrandSign = "brand:", CountrySign = "country:";

    public static string OfBrand(string brand) => BrandSign + brand;

    /// <param name="country">As orders name it.</param>
    public static string OfCountry(string country) => CountrySign + country.ToUpperInvariant();

    /// <summary>The brand that the word means; null when it means something else.</summary>
    public static string? Brand(string? of) => After(BrandSign, of);

    /// <summary>The country that the word means; null when it means something else.</summary>
    public static string? Country(string? of) => After(CountrySign, of);

    /// <summary>All that an order belongs to, the narrowest first and <c>null</c> (all orders) at the end.</summary>
    /// <param name="country">Where it goes; null when that is not known, or does not matter.</param>
    public static IEnumerable<string?> Around(string? origin, string? country, Brands brands)
    {
        if (!string.IsNullOrEmpty(country)) yield return OfCountry(country);
        if (!string.IsNullOrEmpty(origin))
        {
            yield return origin;
            if (brands.Of(origin) is { } brand) yield return OfBrand(brand);
        }

        yield return null;
    }

    /// <summary>A rule's own word and all that is wider, with <c>null</c> at the end.</summary>
    public static IEnumerable<string?> From(string? of, Brands brands) => Brand(of) is null && Country(of) is null ? Around(of, null, brands) : [of, null];

    private static string? After(string sign, string? of) => of is not null && of.StartsWith(sign, StringComparison.Ordinal) ? of[sign.Length..] : null;
}
