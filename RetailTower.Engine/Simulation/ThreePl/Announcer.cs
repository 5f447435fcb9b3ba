using System.Text.Json;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>
/// Tells every webhook endpoint what happened, one message per event and endpoint. Stock figures change with every
/// order, so `inventory.changed` tells each SKU's latest at most once per interval.
/// </summary>
internal sealed class Announcer(string centre, Books books, WebhookEndpoints endpoints, Surroundings around, Func<Endpoint, string, CentreEvent, byte[], bool> post)
{
    // Not shortened by the landscape's pace beyond this: a load test would otherwise hear of every single unit.
    private static readonly TimeSpan InventoryInterval = TimeSpan.FromMilliseconds(500);

    private int _flushing;

    public void Tell(IReadOnlyList<CentreEvent> events, bool stockChanged)
    {
        foreach (var told in events)
        {
            if (!endpoints.All.Any(e => !e.Off)) break;
            var body = JsonSerializer.SerializeToUtf8Bytes(new { told.Type, Timestamp = told.At, told.Data }, Answer.Json);
            // The id belongs to the event: the same at every endpoint and over every retry.
            var id = $"msg_{Guid.NewGuid():N}";
            var heard = false;
            foreach (var endpoint in endpoints.All)
                if (!endpoint.Off) heard |= post(endpoint, id, told, body);
            if (heard && told.Stock is { } stock) books.Work(() => books.Shelves.Told(stock));
        }

        if (stockChanged && Interlocked.Exchange(ref _flushing, 1) == 0) around.Scheduler.AfterExactly(InventoryInterval, TellStock);
    }

    private void TellStock()
    {
        Interlocked.Exchange(ref _flushing, 0);
        books.Work(() =>
        {
            foreach (var stock in books.Shelves.Publish())
            {
                if (stock.Delay is not { } delay) books.Note(centre, stock.Stock);
                else around.Scheduler.AfterExactly(delay, () => books.Work(() =>
                {
                    books.Shelves.Release(stock.Stock);
                    books.Note(centre, stock.Stock);
                }));
            }
        });
    }
}
