using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Which cases to list; what is null does not narrow.</summary>
/// <param name="All">False: only cases that still need someone. True: closed ones too.</param>
/// <param name="MinAge">Opened at least this long ago.</param>
/// <param name="MaxAge">Opened less than this long ago.</param>
/// <param name="Text">Part of the title, the order's number or its key.</param>
/// <param name="Payload">What the message behind it says; open cases only.</param>
public sealed record CaseFilter(
    bool All = false,
    string? OwnerTeam = null,
    string? OwnerPerson = null,
    CaseKind? Kind = null,
    string? Domain = null,
    string? System = null,
    TimeSpan? MinAge = null,
    TimeSpan? MaxAge = null,
    string? Text = null,
    string? Fingerprint = null,
    string? Operation = null,
    PayloadSearch? Payload = null)
{
    /// <summary>Whether the groups alone can answer, without a look at any case.</summary>
    internal bool OfGroups => this is { All: false, OwnerPerson: null, MinAge: null, MaxAge: null, Payload: null } && string.IsNullOrWhiteSpace(Text);
}

/// <summary>What open cases are gathered by.</summary>
public enum CaseGroupBy
{
    /// <summary>The root cause.</summary>
    Cause,
    System,
    Operation,
    Kind,
    Domain,
    Team,
}

/// <summary>One row of the exception queue.</summary>
public sealed record CaseRow(
    long Id,
    CaseKind Kind,
    CaseState State,
    Severity Severity,
    Remedy Remedy,
    string Domain,
    string System,
    string Operation,
    string Fingerprint,
    string Title,
    long? OrderKey,
    string? OrderNumber,
    decimal MoneyAtRisk,
    string? Currency,
    string OwnerTeam,
    string? OwnerPerson,
    DateTimeOffset OpenedAt,
    DateTimeOffset DueAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? SnoozedUntil,
    int Repeats,
    int Version);

/// <summary>Cases that have something in common.</summary>
/// <param name="Key">What they have in common: a fingerprint, a system, an operation, the name of a kind, a domain or a team.</param>
/// <param name="Newest">The newest case of the group, as its example; of several causes, of the one with the most at stake.</param>
/// <param name="Causes">How many different causes are in it.</param>
/// <param name="NextDueAt">When the first of its cases breaches its service level, or has.</param>
/// <param name="PromisedFor">The earliest delivery that was promised to a customer of its orders.</param>
/// <param name="OpenedByHour">How many were opened in each of the last 24 hours, closed ones among them; the last hour is the one that runs.</param>
public sealed record CaseGroup(
    string Key,
    CaseRow Newest,
    int Causes,
    int Count,
    IReadOnlyList<Money> MoneyAtRisk,
    DateTimeOffset OldestAt,
    DateTimeOffset NewestAt,
    DateTimeOffset NextDueAt,
    DateOnly? PromisedFor,
    IReadOnlyList<int> OpenedByHour)
{
    public string Fingerprint => Newest.Fingerprint;
}

/// <summary>A message, inbound or outbound, in which something went wrong or still went well.</summary>
public sealed record GroupMessage(bool Outbound, long Id, string System, string What, DateTimeOffset At, long? OrderKey);

/// <summary>How many orders of a group came from, or are in, one place.</summary>
public sealed record GroupReach(string Place, int Orders);

/// <summary>What only a look at the cases of one group can tell.</summary>
/// <param name="FirstBad">The message behind its oldest open case; null when none stands behind it.</param>
/// <param name="LastGood">The last one of its kind that went well before.</param>
/// <param name="Origins">Where the orders came from, most first.</param>
/// <param name="Centres">The centres that hold goods of them, most first.</param>
public sealed record CaseGroupSheet(
    int Orders, int Customers, int Lines, GroupMessage? FirstBad, GroupMessage? LastGood, IReadOnlyList<GroupReach> Origins, IReadOnlyList<GroupReach> Centres);

/// <summary>What happened to a case.</summary>
public sealed record CaseEntryRow(DateTimeOffset At, string Who, string What, string? Text);

/// <summary>Whom a case waits for, since when and why; its clock stands still.</summary>
public sealed record CaseWaitRow(string On, string Because, DateTimeOffset Since);

/// <summary>A case with its history, oldest entry first.</summary>
/// <param name="Wait">Null when it waits for nobody outside.</param>
public sealed record CaseSheet(
    CaseRow Case,
    string Detail,
    long? OutboxId,
    long? InboxId,
    DateTimeOffset? ResolvedAt,
    string? Resolution,
    IReadOnlyList<CaseEntryRow> Entries,
    CaseWaitRow? Wait = null);
