namespace RetailTower.Engine.Live;

/// <summary>Takes changes from node to node. What it loses costs a screen freshness, never a message.</summary>
public interface IChangeCarrier
{
    /// <summary>Tells every other node. Called a few times a second at most, and only while there is another.</summary>
    Task SendAsync(string changes, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="heard"/> with what other nodes sent until cancelled. Calls it with null where something may have been missed: then all must be read
    /// anew.
    /// </summary>
    Task ListenAsync(Action<string?> heard, CancellationToken cancellationToken);
}
