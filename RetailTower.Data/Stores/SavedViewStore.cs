using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Views of the exceptions that people gave names. What is shared stands in the audit.</summary>
public sealed class SavedViewStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>More than these in one menu nobody could read.</summary>
    private const int MostShown = 200;

    /// <summary>The person's own and those that are shared, by name.</summary>
    public Task<List<SavedView>> ListAsync(string person, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.SavedViews.Where(view => view.Owner == person || view.Audience != ViewAudience.Owner).OrderBy(view => view.Audience).ThenBy(view => view.Name).Take(MostShown).ToListAsync(token), cancellationToken);

    /// <summary>Saves a view; one of the same name of the same person is replaced.</summary>
    /// <param name="team">The team it is for; null for one's own and for everyone's.</param>
    public Task SaveAsync(string name, string address, ViewAudience audience, string? team, string person, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var view = await db.SavedViews.AsTracking().SingleOrDefaultAsync(it => it.Owner == person && it.Name == name, token);
        if (view is null) db.SavedViews.Add(view = new SavedView { Name = name, Address = address, Owner = person });
        (view.Address, view.Audience, view.Team, view.SavedAt) = (address, audience, team, time.GetUtcNow());
        if (audience != ViewAudience.Owner) Record(db, person, "view.shared", view);
    }, cancellationToken);

    /// <returns>False when there is no such view of this person.</returns>
    public Task<bool> RemoveAsync(long id, string person, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.SavedViews.AsTracking().SingleOrDefaultAsync(it => it.Id == id && it.Owner == person, token) is not { } view) return false;
        db.SavedViews.Remove(view);
        if (view.Audience != ViewAudience.Owner) Record(db, person, "view.removed", view);
        return true;
    }, cancellationToken);

    private void Record(TowerDbContext db, string who, string action, SavedView view) =>
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = action, Target = view.Name, Detail = $"{view.Team ?? view.Audience.ToString()}: {view.Address}" });
}
