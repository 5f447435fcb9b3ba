using System.Globalization;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Model;

/// <summary>How a span of time is written in the address of the orders page, and said on it.</summary>
public static class OrderSpanWords
{
    /// <summary>Stands in an address for a country that is not known, and for no brand.</summary>
    public const string Unknown = "-";

    /// <summary>Null when the address says none, or none that can be read.</summary>
    public static OrderSpan? Read(string? moment, string? from, string? to) =>
        Enum.TryParse<OrderMoment>(moment, ignoreCase: true, out var what) && Enum.IsDefined(what) && Instant(from) is { } first && Instant(to) is { } last ? new OrderSpan(what, first, last) : null;

    /// <summary>The orders to which that happened, of one channel, country or brand if it is given, whose money has come so far (see <see cref="SettlementWords"/>); those of an empty country or brand are the ones that have none.</summary>
    public static string Address(OrderSpan span, string? origin = null, string? country = null, string? brand = null, string? settled = null) => Query.Address(
        TowerUrls.Orders, ("moment", span.Moment.ToString()), ("from", Text(span.From)), ("to", Text(span.To)), ("origin", origin), ("country", country?.Length == 0 ? Unknown : country), ("brand", brand?.Length == 0 ? Unknown : brand), ("settled", settled));

    /// <summary>What is true of the orders, before "from … to …".</summary>
    public static string Word(OrderMoment moment) => moment switch
    {
        OrderMoment.Received => "Received",
        OrderMoment.Confirmed => "Confirmed or refused for the first time",
        OrderMoment.Shipped => "First goods left",
        OrderMoment.Finished => "Finished",
        OrderMoment.Resolved => "An exception was closed",
        OrderMoment.Differing => "A system held what was not so",
        _ => "An exception was open",
    };

    public static string To(string country) => country == Unknown ? "to a country that is not known" : $"to {country}";

    public static string Sold(string brand) => brand == Unknown ? "without a brand" : $"of {brand}";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
