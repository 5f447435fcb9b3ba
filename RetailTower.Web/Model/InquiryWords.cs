using RetailTower.Engine.Reconciliation;

namespace RetailTower.Web.Model;

/// <summary>What the systems answered, in words.</summary>
public static class InquiryWords
{
    /// <param name="answer">Null when there is nothing to ask for: only the order's number is known.</param>
    public static string Of(OrderAnswer? answer) => answer switch
    {
        null => "Nothing of this order is known yet that systems could be asked for.",
        { News.Count: > 0 } => $"{string.Join(" and ", answer.News.Select(SystemNames.Of))} told what was not known here; it is shown in a moment.",
        { Silence: { } silence } => $"Not every system answered. {SystemNames.InText(silence)}.",
        { Differences.Count: 0 } => "Every system agrees with what you see.",
        { OnTheMove: true } => $"{Differences(answer)} Something is on its way, so that may go by itself.",
        _ => $"{Differences(answer)} An exception stands for it.",
    };

    private static string Differences(OrderAnswer answer) => string.Join(" ", answer.Differences.Select(it => SystemNames.InText($"{it.Title}. {it.Detail}")));
}
