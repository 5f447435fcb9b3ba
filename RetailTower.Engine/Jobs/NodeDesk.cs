using RetailTower.Data.Stores;

namespace RetailTower.Engine.Jobs;

/// <summary>What people see of the nodes.</summary>
public sealed class NodeDesk(NodeStore store, NodeName node, TimeProvider time)
{
    /// <summary>So long after its last heartbeat a node is shown as silent.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await store.ListAsync(cancellationToken)).Select(row => new NodeState(row, row.Name == node.Value, now - row.HeartbeatAt > Late))];
    }
}

/// <param name="Here">It is the node that answers.</param>
/// <param name="Silent">No heartbeat for a while: it hangs, or was killed and is about to be struck off.</param>
public sealed record NodeState(NodeRow Node, bool Here, bool Silent);
