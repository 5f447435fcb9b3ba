namespace RetailTower.Data.Model;

/// <summary>
/// What the message behind an open case says, in small letters and without personal data. There is a row from the case's opening commit on; it is filled
/// soon after, and goes some time after the case is closed.
/// </summary>
public sealed class CaseText
{
    public long CaseId { get; set; }

    /// <summary>The values, each once and on a line of its own.</summary>
    public string Text { get; set; } = "";

    /// <summary>When the message was read; null while it is to be read, for the first time or because another version of it takes its place.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>The values of the same message with their places.</summary>
public sealed class CaseFields
{
    public long CaseId { get; set; }

    /// <summary>Lines such as <c>.order.lines[0].taxcode=reduced</c>; what stands in a list has a second one, without its number.</summary>
    public required string Fields { get; set; }
}

/// <summary>One name and value of the same message, hashed, by which cases are found however many are open.</summary>
public sealed class CaseTerm
{
    public long Hash { get; set; }

    public long CaseId { get; set; }
}

/// <summary>Whom a saved view is for.</summary>
public enum ViewAudience
{
    Owner = 0,
    Team = 1,
    Everyone = 2,
}

/// <summary>A view of the exceptions that somebody gave a name: its filters, as they stand in the address.</summary>
public sealed class SavedView
{
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>Path and query of the page.</summary>
    public required string Address { get; set; }

    /// <summary>User name of whoever saved it; nobody else changes it.</summary>
    public required string Owner { get; set; }

    public ViewAudience Audience { get; set; }

    /// <summary>The team it is for; null for one's own and for everyone's.</summary>
    public string? Team { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}
