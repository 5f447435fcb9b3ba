using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Adds to the outbox what a system is asked beside the orders of the day.</summary>
internal static class Questions
{
    /// <summary>Leaves out what waits to be asked, and what was asked after that instant. Returns those that were added.</summary>
    public static async Task<IReadOnlyList<OutboxMessage>> AddAsync(TowerDbContext db, IEnumerable<OutboxMessage> wanted, DateTimeOffset askedAfter, CancellationToken cancellationToken)
    {
        var questions = wanted.DistinctBy(q => q.CoalesceKey).ToList();
        if (questions.Count == 0) return questions;
        var keys = questions.Select(q => q.CoalesceKey).ToList();
        var asked = (await db.Outbox.Where(o => o.CoalesceKey != null && keys.Contains(o.CoalesceKey) && (o.State == OutboxState.Ready || o.CreatedAt > askedAfter)).Select(o => o.CoalesceKey).ToListAsync(cancellationToken)).ToHashSet();
        questions.RemoveAll(q => asked.Contains(q.CoalesceKey));
        db.Outbox.AddRange(questions);
        return questions;
    }
}
