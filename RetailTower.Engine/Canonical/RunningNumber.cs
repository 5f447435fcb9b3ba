using System.Globalization;

namespace RetailTower.Engine.Canonical;

/// <summary>A number that a system gives one after the other, taken apart into its place and how the system writes it.</summary>
/// <param name="Series">The text with <c>#</c> for its last figures: as many as there are when they begin with zeros, else one.</param>
public readonly record struct RunningNumber(string Series, long Number)
{
    private const char Figure = '#';
    private const int MostFigures = 18, MostText = 128;

    /// <summary>Null when the text holds no figures, or cannot be one of a series that the tower counts.</summary>
    public static RunningNumber? Of(string? text)
    {
        if (text is null || text.Length > MostText || text.Contains(Figure, StringComparison.Ordinal)) return null;
        var end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1])) end--;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        var figures = end - start;
        if (figures is 0 or > MostFigures) return null;
        var places = text[start] == '0' ? figures : 1;
        return new RunningNumber($"{text[..start]}{new string(Figure, places)}{text[end..]}", long.Parse(text.AsSpan(start, figures), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>As the system writes it.</summary>
    public override string ToString()
    {
        var (start, places) = (Series.IndexOf(Figure, StringComparison.Ordinal), Series.Count(it => it == Figure));
        return $"{Series[..start]}{Number.ToString($"D{places}", CultureInfo.InvariantCulture)}{Series[(start + places)..]}";
    }
}
