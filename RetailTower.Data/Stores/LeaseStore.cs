using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Stores;

/// <summary>Someone else holds the lease by now: nothing of this unit of work may be committed.</summary>
public sealed class LeaseLostException(string name) : Exception($"The lease {name} is no longer held; its work was left to its new holder.");

/// <summary>Leases: the sole right to work on a partition. A dead holder's lease lapses by time.</summary>
public sealed class LeaseStore(TowerDatabase database, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    /// <summary>A lease that ends later than this was taken by a clock that ran ahead; it must not keep its work from everybody until then.</summary>
    private static readonly TimeSpan Longest = 2 * Length;

    /// <summary>Takes or renews the lease. False when someone else holds it.</summary>
    public Task<bool> TryTakeAsync(string name, string owner, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var (until, beyond) = (now + Length, now + Longest);
            var taken = await db.Leases.Where(x => x.Name == name && (x.Owner == owner || x.Until < now || x.Until > beyond))
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.Owner, owner).SetProperty(x => x.Until, until), token);
            if (taken == 1) return true;
            if (await db.Leases.AnyAsync(x => x.Name == name, token)) return false;
            db.Leases.Add(new Lease { Name = name, Owner = owner, Until = until });
            return true;
        }, cancellationToken);

    public Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => db.Leases.Where(x => x.Name == name && x.Owner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Until, DateTimeOffset.UnixEpoch), token), cancellationToken);

    /// <summary>Proves in the caller's transaction that the lease is still held, and renews it.</summary>
    /// <exception cref="LeaseLostException">It is not.</exception>
    internal static async Task ProveAsync(TowerDbContext db, string name, string owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await db.UpdateAsync([new Lease { Name = name, Owner = owner, Until = now + Length }], RowShape<Lease>.Of(db).MaskOf(nameof(Lease.Until)), lease => lease, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new LeaseLostException(name);
        }
    }
}
