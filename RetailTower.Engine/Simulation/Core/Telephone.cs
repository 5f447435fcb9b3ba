using System.Globalization;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>Telephone numbers that nobody has: from the ranges that Ofcom keeps free for drama.</summary>
internal static class Telephone
{
    private static readonly string[] Ranges =
        ["113 496 0", "114 496 0", "115 496 0", "116 496 0", "117 496 0", "118 496 0", "121 496 0", "131 496 0", "141 496 0", "151 496 0", "161 496 0", "20 7946 0", "1632 960"];

    /// <summary>Always the same one of a customer.</summary>
    public static string Of(string customerNumber)
    {
        var hash = customerNumber.Aggregate(2166136261u, (sum, sign) => unchecked((sum ^ sign) * 16777619u));
        return string.Create(CultureInfo.InvariantCulture, $"+44 {Ranges[hash / 1000 % Ranges.Length]}{hash % 1000:000}");
    }
}
