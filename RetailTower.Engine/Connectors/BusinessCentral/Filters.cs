using System.Globalization;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Options of a list's address.</summary>
internal static class Filters
{
    public static string ModifiedSince(DateTimeOffset at) => "$filter=" + Uri.EscapeDataString(LaterThan(at));

    public static string LaterThan(DateTimeOffset at) => $"lastModifiedDateTime gt {at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}";
}
