namespace RetailTower.Data;

/// <summary>Which build of the program this is.</summary>
public static class ProgramVersion
{
    private const int PerMajor = 1_000_000, PerMinor = 1_000;

    private static readonly Version Current = typeof(ProgramVersion).Assembly.GetName().Version ?? new Version(0, 0, 0);

    /// <summary>For people, for example <c>0.1.0</c>.</summary>
    public static string Text { get; } = Current.ToString(3);

    /// <summary>As one number that grows with the version, for SQLite's <c>user_version</c>.</summary>
    internal static int Number { get; } = (Current.Major * PerMajor) + (Current.Minor * PerMinor) + Current.Build;

    internal static string TextOf(int number) => new Version(number / PerMajor, number / PerMinor % PerMinor, number % PerMinor).ToString(3);
}
