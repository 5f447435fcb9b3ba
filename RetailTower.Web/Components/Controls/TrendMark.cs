namespace RetailTower.Web.Components.Controls;

/// <summary>A moment on a trend that somebody wrote about.</summary>
/// <param name="Sign">What stands at it in the chart and before its text in the list below: its number.</param>
public sealed record TrendMark(DateTimeOffset At, string Sign, string Text);
