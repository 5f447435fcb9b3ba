using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What a commit adds to a group, or takes from it.</summary>
internal sealed record CaseGroupMove(
    string Fingerprint, CaseKind Kind, string Domain, string OwnerTeam, string Currency, string System, string Operation, int Cases, decimal MoneyAtRisk);

/// <summary>Cases opened in one hour.</summary>
internal sealed record CaseGroupOpened(DateTimeOffset Hour, string Fingerprint, int Opened);

/// <summary>How the cases that a commit writes join, change and leave their groups.</summary>
internal sealed class CaseGroupMoves
{
    private readonly Dictionary<Key, (string System, string Operation, int Cases, decimal Money)> _groups = [];
    private readonly Dictionary<(DateTimeOffset Hour, string Fingerprint), int> _opened = [];

    /// <summary>In the sequence of their keys, so that no two writers wait for each other.</summary>
    public IReadOnlyList<CaseGroupMove> Groups =>
    [
        .. _groups.Where(it => it.Value.Cases != 0 || it.Value.Money != 0)
            .Select(it => new CaseGroupMove(it.Key.Fingerprint, it.Key.Kind, it.Key.Domain, it.Key.Team, it.Key.Currency, it.Value.System, it.Value.Operation, it.Value.Cases, it.Value.Money))
            .OrderBy(it => it.Fingerprint, StringComparer.Ordinal).ThenBy(it => it.OwnerTeam, StringComparer.Ordinal),
    ];

    public IReadOnlyList<CaseGroupOpened> Opened => [.. _opened.Select(it => new CaseGroupOpened(it.Key.Hour, it.Key.Fingerprint, it.Value)).OrderBy(it => it.Hour).ThenBy(it => it.Fingerprint, StringComparer.Ordinal)];

    /// <summary>Null when no case is written; most commits write none, and must not pay for a look at all they hold.</summary>
    public static CaseGroupMoves? Of(ChangeTracker tracker)
    {
        var detects = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            if (!tracker.Entries<ExceptionCase>().Any()) return null;
            tracker.DetectChanges();
            var moves = new CaseGroupMoves();
            foreach (var entry in tracker.Entries<ExceptionCase>()) moves.Take(entry);
            return moves._groups.Count + moves._opened.Count == 0 ? null : moves;
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }

    private void Take(EntityEntry<ExceptionCase> entry)
    {
        if (entry.State is EntityState.Modified or EntityState.Deleted) Add((ExceptionCase)entry.OriginalValues.ToObject(), -1);
        if (entry.State is EntityState.Modified or EntityState.Added) Add(entry.Entity, 1);
        if (entry.State != EntityState.Added) return;
        var at = entry.Entity.OpenedAt.UtcDateTime;
        var hour = (new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero), entry.Entity.Fingerprint);
        _opened[hour] = _opened.GetValueOrDefault(hour) + 1;
    }

    private void Add(ExceptionCase one, int sign)
    {
        if (one.State >= CaseState.Resolved) return;
        var key = new Key(one.Fingerprint, one.Kind, one.Domain, one.OwnerTeam, one.Currency ?? "");
        // As the database keeps it.
        var money = decimal.Round(one.MoneyAtRisk, 4, MidpointRounding.ToEven);
        var (_, _, cases, sum) = _groups.GetValueOrDefault(key);
        _groups[key] = (one.System, one.Operation, cases + sign, sum + (sign * money));
    }

    private sealed record Key(string Fingerprint, CaseKind Kind, string Domain, string Team, string Currency);
}
