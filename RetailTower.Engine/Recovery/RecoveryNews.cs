using System.Globalization;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>After a commit: wakes whoever has work now, and tells the screens.</summary>
public sealed class RecoveryNews(WorkSignal signal, ChangeFeed feed)
{
    public void Tell(RecoveryBatch batch)
    {
        signal.Inbox(batch.Partitions);
        foreach (var system in batch.Lanes) signal.Lane(system);
        var changed = batch.Results.Where(result => result.Value.Succeeded).Select(result => result.Key.ToString(CultureInfo.InvariantCulture)).ToList();
        if (changed.Count > 0) feed.Publish(ChangeAreas.Exceptions, changed);
        if (batch.Partitions.Count > 0) feed.Publish(ChangeAreas.Messages);
        if (batch.Lanes.Count > 0) feed.Publish(ChangeAreas.Lanes, [.. batch.Lanes]);
    }
}
