using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>A case to be opened. <paramref name="SubjectKey"/> names the thing that failed; while a case for it is open, a further failure adds to that case.</summary>
public sealed record CaseOpening(
    CaseKind Kind, Severity Severity, Remedy Remedy, string Domain, string System, string Operation, string Fingerprint, string SubjectKey,
    string Title, string Detail, string OwnerTeam, DateTimeOffset DueAt,
    long? OrderKey = null, long? OutboxId = null, long? InboxId = null, decimal MoneyAtRisk = 0, string? Currency = null, DateOnly? PromisedFor = null,
    string? OwnerPerson = null, TimeSpan Allowed = default, DateTimeOffset? ClimbsAt = null);

/// <summary>Opens and closes cases inside the transaction of whoever failed or succeeded.</summary>
internal static class CaseRows
{
    private const string Tower = "tower";

    /// <summary>Returns the keys of the cases that were opened or added to.</summary>
    public static async Task OpenAsync(TowerDbContext db, IReadOnlyCollection<CaseOpening> openings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (openings.Count == 0) return;
        var keys = openings.Select(o => o.SubjectKey).Distinct().ToList();
        var open = await db.Cases.AsTracking().Where(c => keys.Contains(c.SubjectKey) && c.State < CaseState.Resolved).ToDictionaryAsync(c => c.SubjectKey, cancellationToken);
        var added = new List<(ExceptionCase Case, string Text)>();
        foreach (var opening in openings)
        {
            if (open.TryGetValue(opening.SubjectKey, out var there))
            {
                there.Repeats++;
                there.Detail = Lengths.Fit(opening.Detail);
                there.Fingerprint = opening.Fingerprint;
                there.Title = opening.Title;
                there.ChangedAt = now;
                there.Version++;
                if (there.Id != 0) db.CaseEntries.Add(Entry(there.Id, "failed-again", opening.Detail, now));
                continue;
            }

            var opened = Row(opening, now);
            open.Add(opening.SubjectKey, opened);
            db.Cases.Add(opened);
            added.Add((opened, opening.Detail));
        }

        if (added.Count == 0) return;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (opened, text) in added)
        {
            db.CaseEntries.Add(Entry(opened.Id, "opened", text, now));
            if (opened.OwnerPerson is { } person) db.CaseEntries.Add(Entry(opened.Id, "assigned", $"to {person}, whose turn it was", now));
        }

        // What the message says is read outside of this commit, which holds up lanes and pumps.
        foreach (var (opened, _) in added.Where(it => it.Case.OutboxId is not null || it.Case.InboxId is not null)) db.CaseTexts.Add(new CaseText { CaseId = opened.Id });
    }

    /// <summary>Closes the open cases of these subjects because what had failed has succeeded.</summary>
    public static async Task AutoResolveAsync(TowerDbContext db, IReadOnlyCollection<string> subjectKeys, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (subjectKeys.Count == 0) return;
        var open = await db.Cases.AsTracking().Where(c => subjectKeys.Contains(c.SubjectKey) && c.State < CaseState.Resolved).ToListAsync(cancellationToken);
        foreach (var it in open)
        {
            it.State = CaseState.AutoResolved;
            it.ResolvedAt = it.ChangedAt = now;
            it.Resolution = reason;
            it.Version++;
            db.CaseEntries.Add(Entry(it.Id, "resolved", reason, now));
        }
    }

    private static ExceptionCase Row(CaseOpening opening, DateTimeOffset now) => new()
    {
        Kind = opening.Kind,
        Severity = opening.Severity,
        Remedy = opening.Remedy,
        Domain = opening.Domain,
        System = opening.System,
        Operation = opening.Operation,
        Fingerprint = opening.Fingerprint,
        SubjectKey = opening.SubjectKey,
        Title = opening.Title,
        Detail = Lengths.Fit(opening.Detail),
        OrderKey = opening.OrderKey,
        OutboxId = opening.OutboxId,
        InboxId = opening.InboxId,
        MoneyAtRisk = opening.MoneyAtRisk,
        Currency = opening.Currency,
        PromisedFor = opening.PromisedFor,
        OwnerTeam = opening.OwnerTeam,
        OwnerPerson = opening.OwnerPerson,
        State = opening.OwnerPerson is null ? CaseState.Open : CaseState.Assigned,
        AllowedSeconds = (int)opening.Allowed.TotalSeconds,
        ClimbsAt = opening.ClimbsAt,
        OpenedAt = now,
        ChangedAt = now,
        DueAt = opening.DueAt,
    };

    private static CaseEntry Entry(long caseId, string what, string text, DateTimeOffset now) =>
        new() { CaseId = caseId, At = now, Who = Tower, What = what, Text = Lengths.Fit(text) };
}
