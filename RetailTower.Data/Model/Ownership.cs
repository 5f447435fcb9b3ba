namespace RetailTower.Data.Model;

/// <summary>Why the clock of a case stands still: somebody outside has to act.</summary>
public sealed class CaseWait
{
    public long CaseId { get; set; }

    /// <summary>Whom it waits for, for example <c>the carrier</c>.</summary>
    public required string On { get; set; }

    public required string Because { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>When the case was due before it waited; from it, its due time follows if it goes on early.</summary>
    public DateTimeOffset DueBefore { get; set; }

    /// <summary>When it would have climbed before it waited.</summary>
    public DateTimeOffset? ClimbsBefore { get; set; }
}

/// <summary>Tells people that cases of one cause and team have used up a share of their time. One is open per cause, team and rung, however many cases it counts.</summary>
public sealed class Notice
{
    public long Id { get; set; }

    public required string Team { get; set; }

    public required string Fingerprint { get; set; }

    /// <summary>The rung of the team's ladder, from 1.</summary>
    public int Rung { get; set; }

    /// <summary>Of the first of its cases.</summary>
    public required string Title { get; set; }

    /// <summary>How many cases reached the rung while it was open.</summary>
    public int Cases { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When the last of them did.</summary>
    public DateTimeOffset LastAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Who acknowledged it; <c>tower</c> when no case of it was open any more.</summary>
    public string? ClosedBy { get; set; }
}

/// <summary>Whom a notice is shown to: <c>everyone</c>, <c>team:Finance</c> or <c>person:Ann</c>.</summary>
public sealed class NoticeAddressee
{
    public long NoticeId { get; set; }

    public required string Addressee { get; set; }
}

public enum LetterChannel
{
    Mail = 0,
    Webhook = 1,
}

/// <summary>What leaves the tower for one recipient: the notices that gathered for it until it was due.</summary>
public sealed class Letter
{
    public long Id { get; set; }

    public LetterChannel Channel { get; set; }

    /// <summary>An e-mail address, or the name of a webhook.</summary>
    public required string Recipient { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it is sent, or tried again.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often it was tried; what was tried once gathers no more notices.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was sent, given up, or no longer needed.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public bool Sent { get; set; }

    public string? LastError { get; set; }
}

public sealed class LetterNotice
{
    public long LetterId { get; set; }

    public long NoticeId { get; set; }
}

/// <summary>What who goes off shift leaves for the team.</summary>
public sealed class HandOver
{
    public long Id { get; set; }

    public required string Team { get; set; }

    public required string Author { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Text { get; set; }

    /// <summary>Who took over.</summary>
    public string? SeenBy { get; set; }

    public DateTimeOffset? SeenAt { get; set; }
}
