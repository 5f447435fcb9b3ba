namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>The <c>resource</c> of a notification, <c>api/v2.0/companies(C)/salesOrders(id)</c>, with or without a leading slash.</summary>
internal static class Resource
{
    private const string Companies = "companies(";

    /// <summary>What follows the company: <c>salesOrders(id)</c>, or the whole where there is no company.</summary>
    public static string Tail(string resource)
    {
        var company = resource.IndexOf(Companies, StringComparison.OrdinalIgnoreCase);
        var slash = company < 0 ? -1 : resource.IndexOf('/', company);
        return slash < 0 ? resource.TrimStart('/') : resource[(slash + 1)..];
    }

    public static string Set(string tail) => tail[..End(tail)];

    /// <summary>The key in the brackets, or null where there is none that is a GUID.</summary>
    public static Guid? Id(string tail)
    {
        var open = tail.IndexOf('(', StringComparison.Ordinal);
        return open >= 0 && tail[^1] == ')' && Guid.TryParse(tail.AsSpan(open + 1, tail.Length - open - 2), out var id) ? id : null;
    }

    public static Guid? Company(string resource)
    {
        var start = resource.IndexOf(Companies, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var end = resource.IndexOf(')', start);
        return end > 0 && Guid.TryParse(resource.AsSpan(start + Companies.Length, end - start - Companies.Length), out var id) ? id : null;
    }

    /// <summary>The <c>$filter</c> of a <c>collection</c> change, decoded and in today's name of the property; null when there is none.</summary>
    public static string? Filter(string tail)
    {
        const string Option = "$filter=";
        var start = tail.IndexOf(Option, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var value = tail[(start + Option.Length)..];
        var end = value.IndexOf('&', StringComparison.Ordinal);
        // The documentation's sample calls the property by the name it had in an older API version.
        return Uri.UnescapeDataString(end < 0 ? value : value[..end]).Replace("lastDateTimeModified", "lastModifiedDateTime", StringComparison.Ordinal);
    }

    private static int End(string tail)
    {
        var end = tail.IndexOfAny(['(', '?', '/']);
        return end < 0 ? tail.Length : end;
    }
}
