using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Order;

/// <summary>The order's steps down the page, one track per system; what is still to come stands hollow at its end.</summary>
public sealed partial class OrderTimeline
{
    private const int Limit = 40, LinesNamed = 4;
    private IReadOnlyList<string> _systems = [];
    private IReadOnlyList<Step> _steps = [];
    private int _hidden;
    private bool _all;

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<HistoryRow> History { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ExpectationRow> Expectations { get; set; }

    /// <summary>The system the order came from; its track is the first.</summary>
    [Parameter, EditorRequired]
    public required string Origin { get; set; }

    /// <summary>Only what can be told to a customer, without systems' own words.</summary>
    [Parameter]
    public bool Plain { get; set; }

    protected override void OnParametersSet()
    {
        var systems = History.Select(row => row.Source).Concat(Expectations.Select(row => row.System)).Append(Origin).Distinct().ToList();
        var told = Plain ? History.Where(row => row.FromState is not null || OrderWords.IsForCustomers(row.What)) : History;
        var happened = told.Select(row => new Step(
            $"h{row.Id}", row.OccurredAt ?? row.At, row.Source, OrderWords.Event(row.What), Detail(row, systems), Look(row), false, Changed(row))).ToList();
        var expected = Expectations.OrderBy(row => row.DueAt).Select(row => new Step(
            $"e{row.Step}", row.DueAt, row.System, $"{(row.Overdue ? "Missing: should" : "Expected to")} {OrderWords.Step(row.Step)}", null,
            row.Overdue ? ScreenState.Attention : ScreenState.InProgress, true));
        _hidden = _all ? 0 : Math.Max(0, happened.Count - Limit);
        _steps = [.. happened.Skip(_hidden), .. expected];
        _systems = [.. new[] { Origin }.Concat(happened.Select(step => step.System)).Concat(Expectations.Select(row => row.System)).Distinct()];
    }

    private void ShowAll()
    {
        _all = true;
        OnParametersSet();
    }

    private static ScreenState Look(HistoryRow row) =>
        Enum.TryParse<LineState>(row.ToState, out var state) && OrderWords.State(state) is var look and (ScreenState.Attention or ScreenState.Breach) ? look : ScreenState.Unknown;

    /// <summary>Where one sees what was changed by hand; the entry names its exception.</summary>
    private static string? Changed(HistoryRow row) =>
        row is { What: "message.edited", Detail: { } detail } && InWords().Match(detail) is { Success: true } named ? TowerUrls.Edit(long.Parse(named.Groups["id"].Value, CultureInfo.InvariantCulture)) : null;

    [GeneratedRegex(@"\bexception (?<id>\d+)")]
    private static partial Regex InWords();

    private string? Detail(HistoryRow row, List<string> systems)
    {
        var lines = row.Lines is { Length: > 0 } moved ? Lines(moved) : null;
        // What a system answered is for those who mend it; a step's own words are for everyone.
        var detail = row.Detail is null || (Plain && Look(row) != ScreenState.Unknown) ? null : SystemNames.InText(row.Detail, systems);
        return lines is null ? detail : detail is null ? lines : $"{detail} · {lines}";
    }

    /// <summary><c>1×3, 2×1</c> → <c>3 of line 1, 1 of line 2</c>; of many lines only how many.</summary>
    private static string Lines(string moved)
    {
        var parts = moved.Split(", ");
        return parts.Length > LinesNamed
            ? Wording.Count(parts.Length, "line")
            : string.Join(", ", parts.Select(part => part.Split('×') is [var line, var quantity] ? $"{quantity} of line {line}" : $"line {part}"));
    }

    private sealed record Step(string Key, DateTimeOffset At, string System, string What, string? Detail, ScreenState State, bool Expected, string? Href = null);
}
