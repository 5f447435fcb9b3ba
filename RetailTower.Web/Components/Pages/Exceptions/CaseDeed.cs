using RetailTower.Data.Queries;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>What a person does to one exception by filling in a small form.</summary>
public enum CaseDeed
{
    Note,
    Reassign,
    Snooze,
    /// <summary>It waits on somebody outside; its clock stands still.</summary>
    Wait,
    /// <summary>What it waited for has happened, or will not.</summary>
    GoOn,
    Resolve,
    Discard,
}

/// <summary>What the form says.</summary>
/// <param name="Team">A team, or <see cref="CaseQuery.Me"/>.</param>
/// <param name="Rest">How long it rests, or waits at most.</param>
/// <param name="Partner">Whom it waits on.</param>
public sealed record CaseDeedAsked(CaseDeed Deed, string Text, string Team, TimeSpan Rest, string Partner)
{
    /// <summary>What was written, or null.</summary>
    public string? Note => Text.Length == 0 ? null : Text;
}

/// <summary>A step that can be taken back while nothing else happened to the exception.</summary>
/// <param name="Before">The exception as it was.</param>
/// <param name="Said">What was done, as the screen said it.</param>
public sealed record CaseUndo(CaseRow Before, string Said);
