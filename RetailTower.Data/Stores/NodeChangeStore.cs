using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What nodes tell each other has changed, where nothing faster carries it: one row for everything of a moment.</summary>
public sealed class NodeChangeStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>How long a row stays. Whoever did not read for so long reads everything anew.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Adds a row and removes the old ones.</summary>
    public Task AddAsync(string node, string changes, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var old = now - Kept;
            await db.NodeChanges.Where(x => x.At < old).ExecuteDeleteAsync(token);
            db.NodeChanges.Add(new NodeChange { Node = node, At = now, Changes = changes });
        }, cancellationToken);

    /// <summary>Where a reader begins that wants nothing of the past.</summary>
    public Task<long> EndAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) => await db.NodeChanges.MaxAsync(x => (long?)x.Id, token) ?? 0, cancellationToken);

    /// <summary>Rows of other nodes behind <paramref name="after"/>, in the sequence of their ids.</summary>
    public Task<IReadOnlyList<NodeChange>> ReadAsync(string node, long after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<NodeChange>>(async (db, token) =>
            await db.NodeChanges.Where(x => x.Id > after && x.Node != node).OrderBy(x => x.Id).ToListAsync(token), cancellationToken);
}
