using System.Globalization;

namespace RetailTower.Data.Stores;

/// <summary>Until when cases rest, and why; the argument of an operation that snoozes.</summary>
/// <param name="Note">Null when nobody said.</param>
public sealed record SnoozeOrder(DateTimeOffset Until, string? Note)
{
    /// <summary>Null when it is not what <see cref="ToString"/> writes.</summary>
    public static SnoozeOrder? Read(string? argument)
    {
        var (until, note) = argument?.Split(' ', 2) switch { [var one, var two] => (one, two), [var one] => (one, null), _ => (null, null) };
        return DateTimeOffset.TryParseExact(until, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new SnoozeOrder(at, note) : null;
    }

    /// <summary>As it stands in a case's history.</summary>
    public string Said => string.Create(CultureInfo.InvariantCulture, $"until {Until:u}{(Note is null ? "" : $": {Note}")}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Until:O}{(Note is null ? "" : $" {Note}")}");
}
