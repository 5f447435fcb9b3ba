using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Governance;

/// <summary>Moves payloads of finished work out of the working tables, batch by batch with rests between, once they have been kept long enough.</summary>
public sealed class Retention(RetentionStore store, RetentionOptions options, TimeProvider time, ILogger<Retention> log)
{
    /// <summary>Works until nothing is due, or <paramref name="goOn"/>, asked between batches, says to stop.</summary>
    public async Task RunAsync(Func<Task<bool>> goOn, CancellationToken cancellationToken)
    {
        if (!options.Enabled) return;
        var before = time.GetUtcNow() - options.KeepPayloads;
        var (orders, payloads, size, packed) = (0, 0, 0L, 0L);
        foreach (var move in new Func<Task<PayloadsMoved>>[] { () => store.MoveOrdersAsync(before, options.BatchSize, cancellationToken), () => store.MoveLooseAsync(before, cancellationToken) })
        {
            bool more;
            do
            {
                var moved = await move();
                (orders, payloads, size, packed) = (orders + moved.Orders, payloads + moved.Payloads, size + moved.Size, packed + moved.Packed);
                more = moved.More && await goOn();
                if (more) await Task.Delay(options.Pause, time, cancellationToken);
            }
            while (more);
        }

        if (payloads > 0) log.LogInformation("Moved {Payloads} payloads, of {Orders} orders and of messages without one, to the archive: {Size} bytes became {Packed}", payloads, orders, size, packed);
    }
}
