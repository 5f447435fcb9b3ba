namespace RetailTower.Data.Mapping;

/// <summary>Column lengths, in characters, by what the column holds.</summary>
internal static class Lengths
{
    public const int System = 64;
    public const int Word = 64;
    public const int Reference = 128;
    public const int MessageKey = 256;
    public const int Name = 256;
    public const int Text = 2000;

    /// <summary>As much of what is said as a column of <see cref="Text"/> holds.</summary>
    public static string Fit(string text) => text.Length <= Text ? text : text[..(Text - 1)] + "…";
}
