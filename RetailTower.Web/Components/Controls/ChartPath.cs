using System.Globalization;
using System.Text;

namespace RetailTower.Web.Components.Controls;

/// <summary>Turns values into SVG paths on a plane of 100 × 100, drawn with preserveAspectRatio="none" so that the page decides the size.</summary>
internal static class ChartPath
{
    /// <summary>A line through the values; a null breaks it, a lone value becomes a short dash around its place, within the plane, so that it can be seen.</summary>
    public static string Line(IReadOnlyList<double?> values, double top)
    {
        var path = new StringBuilder();
        var dash = 25d / Math.Max(values.Count, 1);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value) continue;
            var starts = i == 0 || values[i - 1] is null;
            var lone = starts && (i == values.Count - 1 || values[i + 1] is null);
            path.Append(starts ? 'M' : 'L').Append(Point(lone ? Math.Max(0, X(i, values.Count) - dash) : X(i, values.Count), Y(value, top)));
            if (lone) path.Append('H').Append(Number(Math.Min(100, X(i, values.Count) + dash)));
        }

        return path.ToString();
    }

    /// <summary>The area between two lines, in as many pieces as there are runs where both are known.</summary>
    public static string Band(IReadOnlyList<double?> lower, IReadOnlyList<double?> upper, double top)
    {
        var path = new StringBuilder();
        for (var start = 0; start < lower.Count; start++)
        {
            if (lower[start] is null || upper[start] is null) continue;
            var end = start;
            while (end + 1 < lower.Count && lower[end + 1] is not null && upper[end + 1] is not null) end++;
            for (var i = start; i <= end; i++) path.Append(i == start ? 'M' : 'L').Append(Point(X(i, lower.Count), Y(upper[i]!.Value, top)));
            for (var i = end; i >= start; i--) path.Append('L').Append(Point(X(i, lower.Count), Y(lower[i]!.Value, top)));
            path.Append('Z');
            start = end;
        }

        return path.ToString();
    }

    /// <summary>Across, 0 to 100, of the value at <paramref name="index"/>.</summary>
    public static double X(int index, int count) => count < 2 ? 0 : 100d * index / (count - 1);

    /// <summary>Down, 0 (the top) to 100 (zero), of a value.</summary>
    public static double Y(double value, double top) => 100 - (100 * Math.Clamp(value / top, 0, 1));

    /// <summary>The next round number above, so that an axis ends on 1, 2 or 5 times a power of ten.</summary>
    public static double RoundUp(double value)
    {
        if (value <= 0 || !double.IsFinite(value)) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Point(double x, double y) => $"{Number(x)} {Number(y)}";
}
