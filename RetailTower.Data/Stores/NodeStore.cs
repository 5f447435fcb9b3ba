using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The processes that work on this database: who lives, and what each holds.</summary>
public sealed class NodeStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>A node that was silent for so long is dead. Its leases have lapsed before that.</summary>
    public static readonly TimeSpan Silence = LeaseStore.Length * 2;

    /// <summary>Says that the node lives, strikes the dead off the list, and answers the names of the other living ones.</summary>
    public Task<IReadOnlyList<string>> BeatAsync(string name, string version, string? address, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var dead = now - Silence;
            await db.Nodes.Where(x => x.HeartbeatAt < dead && x.Name != name).ExecuteDeleteAsync(token);
            var known = await db.Nodes.Where(x => x.Name == name)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.HeartbeatAt, now).SetProperty(x => x.Address, address), token);
            if (known == 0) db.Nodes.Add(new Node { Name = name, Version = version, Address = address, StartedAt = startedAt, HeartbeatAt = now });
            return await db.Nodes.Where(x => x.Name != name).OrderBy(x => x.Name).Select(x => x.Name).ToListAsync(token);
        }, cancellationToken);

    /// <summary>Takes leave: off the list, and every lease that one of its runs still holds is free at once.</summary>
    public Task LeaveAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var runs = $"{name}:";
            await db.Leases.Where(x => x.Owner.StartsWith(runs)).ExecuteUpdateAsync(set => set.SetProperty(x => x.Until, DateTimeOffset.UnixEpoch), token);
            await db.Nodes.Where(x => x.Name == name).ExecuteDeleteAsync(token);
        }, cancellationToken);

    /// <summary>All that are on the list, the oldest first, each with what it holds now.</summary>
    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<NodeRow>>(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var held = await db.Leases.Where(x => x.Until >= now).OrderBy(x => x.Name).Select(x => new { x.Name, x.Owner }).ToListAsync(token);
            var nodes = await db.Nodes.OrderBy(x => x.StartedAt).ThenBy(x => x.Name).ToListAsync(token);
            return nodes.ConvertAll(node => new NodeRow(
                node.Name, node.Version, node.Address, node.StartedAt, node.HeartbeatAt,
                [.. held.Where(lease => lease.Owner.StartsWith(node.Name + ':', StringComparison.Ordinal)).Select(lease => lease.Name)]));
        }, cancellationToken);
}

/// <summary>One node with the names of the leases it holds.</summary>
public sealed record NodeRow(string Name, string Version, string? Address, DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt, IReadOnlyList<string> Leases);
