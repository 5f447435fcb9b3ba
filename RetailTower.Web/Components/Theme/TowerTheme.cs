using MudBlazor;

namespace RetailTower.Web.Components.Theme;

/// <summary>
/// The one source of colour and type. App.razor renders both palettes once, scoped by <c>html[data-theme]</c>, so that changing the
/// theme is one attribute in the browser: no round trip and no flash of the other theme. tokens.css names these variables for the house.
/// </summary>
public static class TowerTheme
{
    private static readonly string[] Sans = ["Inter Variable", "system-ui", "sans-serif"];

    /// <summary>The house theme; its light palette is written under <c>html[data-theme=light]</c>.</summary>
    public static MudTheme Light { get; } = Build("light");

    /// <summary>The same theme; its dark palette is written under <c>html[data-theme=dark]</c>.</summary>
    public static MudTheme Dark { get; } = Build("dark");

    private static MudTheme Build(string name) => new()
    {
        PaletteLight = LightPalette(),
        PaletteDark = DarkPalette(),
        Typography = Type(),
        LayoutProperties = new() { DefaultBorderRadius = "6px", AppbarHeight = "52px", DrawerWidthLeft = "208px", DrawerWidthRight = "480px" },
        Shadows = new() { Elevation = [.. Enumerable.Repeat("none", 26)] },
        // The kit writes a colon before its scope, so the scope is a pseudo-class.
        PseudoCss = new() { Scope = $"is(html[data-theme={name}])" },
    };

    private static PaletteLight LightPalette() => new()
    {
        Primary = "#4338CA",
        PrimaryContrastText = "#FFFFFF",
        Secondary = "#5B616E",
        Success = "#0F766E",
        Warning = "#A34A06",
        Error = "#B91C1C",
        Info = "#1D4ED8",
        Dark = "#5F6673",
        TextPrimary = "#1B1D22",
        TextSecondary = "#565C69",
        TextDisabled = "#868C98",
        ActionDefault = "#565C69",
        ActionDisabled = "#868C98",
        ActionDisabledBackground = "#F1F2F4",
        Background = "#F8F8F9",
        BackgroundGray = "#F1F2F4",
        Surface = "#FFFFFF",
        DrawerBackground = "#FFFFFF",
        DrawerText = "#1B1D22",
        DrawerIcon = "#565C69",
        AppbarBackground = "#FFFFFF",
        AppbarText = "#1B1D22",
        LinesDefault = "#E3E5E9",
        LinesInputs = "#868C98",
        TableLines = "#E9EBEE",
        TableHover = "#F5F5F9",
        TableStriped = "#FAFAFB",
        Divider = "#E3E5E9",
        DividerLight = "#EEEFF2",
        GrayLight = "#C9CDD4",
        OverlayDark = "rgba(27,29,34,0.32)",
    };

    private static PaletteDark DarkPalette() => new()
    {
        Primary = "#A5B4FC",
        PrimaryContrastText = "#14161A",
        Secondary = "#A6ACB8",
        Success = "#2DD4BF",
        SuccessContrastText = "#14161A",
        Warning = "#FBBF24",
        WarningContrastText = "#14161A",
        Error = "#F98080",
        ErrorContrastText = "#14161A",
        Info = "#7AB0FF",
        InfoContrastText = "#14161A",
        Dark = "#9CA3AF",
        TextPrimary = "#E7E9ED",
        TextSecondary = "#A6ACB8",
        TextDisabled = "#737B89",
        ActionDefault = "#A6ACB8",
        ActionDisabled = "#737B89",
        ActionDisabledBackground = "#22252C",
        Background = "#0F1115",
        BackgroundGray = "#1C1F25",
        Surface = "#16181D",
        DrawerBackground = "#16181D",
        DrawerText = "#E7E9ED",
        DrawerIcon = "#A6ACB8",
        AppbarBackground = "#16181D",
        AppbarText = "#E7E9ED",
        LinesDefault = "#2A2E36",
        LinesInputs = "#737B89",
        TableLines = "#24272E",
        TableHover = "#1C1F28",
        TableStriped = "#181A20",
        Divider = "#2A2E36",
        DividerLight = "#22252C",
        GrayLight = "#3A3F49",
        OverlayDark = "rgba(0,0,0,0.5)",
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "400", LineHeight = "1.43", LetterSpacing = "normal" },
        H1 = new H1Typography { FontFamily = Sans, FontSize = "1.75rem", FontWeight = "600", LineHeight = "1.2", LetterSpacing = "-0.01em" },
        H2 = new H2Typography { FontFamily = Sans, FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.005em" },
        H3 = new H3Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H4 = new H4Typography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.43", LetterSpacing = "normal" },
        H5 = new H5Typography { FontFamily = Sans, FontSize = "0.8125rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        H6 = new H6Typography { FontFamily = Sans, FontSize = "0.75rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
        Subtitle1 = new Subtitle1Typography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.43", LetterSpacing = "normal" },
        Subtitle2 = new Subtitle2Typography { FontFamily = Sans, FontSize = "0.8125rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "400", LineHeight = "1.43", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Sans, FontSize = "0.8125rem", FontWeight = "400", LineHeight = "1.4", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontFamily = Sans, FontSize = "0.8125rem", FontWeight = "550", LineHeight = "1.4", LetterSpacing = "normal", TextTransform = "none" },
        Caption = new CaptionTypography { FontFamily = Sans, FontSize = "0.75rem", FontWeight = "400", LineHeight = "1.35", LetterSpacing = "normal" },
        Overline = new OverlineTypography { FontFamily = Sans, FontSize = "0.75rem", FontWeight = "500", LineHeight = "1.35", LetterSpacing = "normal", TextTransform = "none" },
    };
}
