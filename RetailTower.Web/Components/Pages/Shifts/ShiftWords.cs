namespace RetailTower.Web.Components.Pages.Shifts;

/// <summary>What a shift report calls things.</summary>
internal static class ShiftWords
{
    /// <summary>By <see cref="RetailTower.Data.Queries.ShiftOpen.Age"/>.</summary>
    public static IReadOnlyList<string> Ages { get; } = ["under 1 h", "1 to 4 h", "4 h to 1 day", "1 to 3 days", "over 3 days"];

    /// <summary>How exceptions were closed.</summary>
    public static string How(string how, string who) => (how, who) switch
    {
        ("resolved", "tower") => "by themselves",
        ("resolved", _) => "resolved by hand",
        ("discarded", _) => "given up",
        _ => $"closed after being {how}",
    };
}
