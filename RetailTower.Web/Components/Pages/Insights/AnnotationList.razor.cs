using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Data.Model;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Insights;

/// <summary>What people wrote about moments of the trend above, numbered as they stand on it, and the form for more.</summary>
public sealed partial class AnnotationList
{
    private bool _open;
    private DateTime _at;
    private string _text = "";

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Annotation> Annotations { get; set; }

    [Parameter, EditorRequired]
    public required Viewer Viewer { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<(DateTimeOffset At, string Text)> OnAdd { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Annotation> OnRemove { get; set; }

    /// <summary>By which a note is found on the chart.</summary>
    public static string Sign(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private void Begin()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        (_open, _text, _at) = (true, "", new DateTime(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, DateTimeKind.Unspecified));
    }

    private async Task AddAsync()
    {
        if (string.IsNullOrWhiteSpace(_text)) return;
        _open = false;
        await OnAdd.InvokeAsync((new DateTimeOffset(_at, TimeSpan.Zero), _text));
    }
}
