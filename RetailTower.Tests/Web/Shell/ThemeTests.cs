using MudBlazor;
using MudBlazor.Utilities;
using RetailTower.Web.Components.Theme;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Shell;

/// <summary>WCAG 2.1 contrast of every colour pair that the screens use: 4.5 for text, 3 for marks and borders of inputs.</summary>
public sealed class ThemeTests
{
    public static TheoryData<string> Themes => ["light", "dark"];

    [Theory, MemberData(nameof(Themes))]
    public void Text_and_state_words_can_be_read_on_every_ground(string theme)
    {
        var p = Of(theme);
        foreach (var ground in new[] { p.Surface, p.Background, p.BackgroundGray, p.TableHover })
        {
            foreach (var text in new[] { p.TextPrimary, p.TextSecondary, p.Primary, p.Success, p.Warning, p.Error, p.Dark, p.Info })
            {
                Contrast(text, ground).ShouldBeGreaterThanOrEqualTo(4.5, $"{text} on {ground}");
            }
        }
    }

    [Theory, MemberData(nameof(Themes))]
    public void Words_on_a_filled_button_and_in_the_hottest_heat_cell_can_be_read(string theme)
    {
        var p = Of(theme);
        Contrast(p.PrimaryContrastText, p.Primary).ShouldBeGreaterThanOrEqualTo(4.5);
        foreach (var heat in new[] { p.Warning, p.Error }) Contrast(p.TextPrimary, Mix(heat, p.Surface, 0.24)).ShouldBeGreaterThanOrEqualTo(4.5);
        Contrast(p.Primary, Mix(p.Primary, p.Surface, 0.08)).ShouldBeGreaterThanOrEqualTo(4.5);
    }

    [Theory, MemberData(nameof(Themes))]
    public void Borders_of_inputs_and_marks_stand_out(string theme)
    {
        var p = Of(theme);
        foreach (var ground in new[] { p.Surface, p.Background }) Contrast(p.LinesInputs, ground).ShouldBeGreaterThanOrEqualTo(3);
    }

    private static Palette Of(string theme) => theme == "light" ? TowerTheme.Light.PaletteLight : TowerTheme.Dark.PaletteDark;

    private static MudColor Mix(MudColor over, MudColor under, double share) =>
        new(Part(over.R, under.R, share), Part(over.G, under.G, share), Part(over.B, under.B, share), (byte)255);

    private static byte Part(byte over, byte under, double share) => (byte)Math.Round((over * share) + (under * (1 - share)));

    private static double Contrast(MudColor one, MudColor other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(MudColor colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte part) => part / 255d is var share && share <= 0.03928 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
}
