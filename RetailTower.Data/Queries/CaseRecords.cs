using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Which cases to list; what is null does not narrow.</summary>
/// <param name="All">False: only cases that still need someone. True: closed ones too.</param>
/// <param name="MinAge">Opened at least this long ago.</param>
/// <param name="MaxAge">Opened less than this long ago.</param>
/// <param name="Text">Part of the title, the order's number or its key.</param>
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
    string? Fingerprint = null);

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

/// <summary>Cases with one root cause.</summary>
/// <param name="Newest">The newest case of the group, as its example.</param>
/// <param name="Orders">How many different orders it concerns.</param>
/// <param name="NextDueAt">When the first of its cases breaches its service level, or has.</param>
public sealed record CaseGroup(
    string Fingerprint,
    CaseRow Newest,
    int Count,
    int Orders,
    IReadOnlyList<Money> MoneyAtRisk,
    DateTimeOffset OldestAt,
    DateTimeOffset NewestAt,
    DateTimeOffset NextDueAt);

/// <summary>What happened to a case.</summary>
public sealed record CaseEntryRow(DateTimeOffset At, string Who, string What, string? Text);

/// <summary>A case with its history, oldest entry first.</summary>
public sealed record CaseSheet(
    CaseRow Case,
    string Detail,
    long? OutboxId,
    long? InboxId,
    DateTimeOffset? ResolvedAt,
    string? Resolution,
    IReadOnlyList<CaseEntryRow> Entries);
