using RetailTower.Engine.Insight;

namespace RetailTower.Web.Model;

/// <summary>When the tower's own figures are well, and when they are not: the same on the Tower page and on the wall.</summary>
public static class TowerWords
{
    /// <summary>Within which 95 of 100 orders are to be confirmed.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StuckBreach = TimeSpan.FromMinutes(15);

    public static ScreenState Confirmation(TowerFigures figures) =>
        figures.Confirmation.Count == 0 || figures.Confirmation.P95 <= ConfirmWithin ? ScreenState.Ok
        : figures.Confirmation.P95 <= 5 * ConfirmWithin ? ScreenState.Attention : ScreenState.Breach;

    public static ScreenState Accuracy(TowerFigures figures) => figures.Compared is { } compared ? ComparisonWords.State(compared) : ScreenState.Ok;

    /// <param name="late">Causes that are past their time.</param>
    public static ScreenState Cases(TowerFigures figures, int late) => late > 0 ? ScreenState.Breach : figures.OpenCases > 0 ? ScreenState.Attention : ScreenState.Ok;

    public static ScreenState Stuck(TowerFigures figures) =>
        figures.Stuck.Total == 0 ? ScreenState.Ok : figures.At - figures.Stuck.OldestAt > StuckBreach ? ScreenState.Breach : ScreenState.Attention;
}
