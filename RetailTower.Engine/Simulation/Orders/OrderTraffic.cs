using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Orders;

/// <summary>The customers: orders on request, orders by themselves, and now and then a change of mind.</summary>
internal sealed class OrderTraffic : IAsyncDisposable
{
    private const double AmendedShare = 1.0 / 25;
    private static readonly TimeSpan FirstThoughts = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(200);

    private readonly Surroundings _around;
    private readonly IReadOnlyList<IOrderOrigin> _origins;
    private readonly DemoOrders _orders;
    private readonly ILogger _log;
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _work = [];

    public OrderTraffic(Surroundings around, IReadOnlyList<ISimulatedSystem> systems)
    {
        (_around, _origins) = (around, [.. systems.OfType<IOrderOrigin>()]);
        _orders = new DemoOrders(around);
        _log = around.Logs.CreateLogger<OrderTraffic>();
        if (around.Options.OrdersFile is { } path) File = new OrderFilePlacing(around, this, path);
    }

    private sealed record Batch(IReadOnlyList<string> References, double PerSecond, int Lines);

    /// <summary>The order file being placed, if one was given.</summary>
    public OrderFilePlacing? File { get; }

    /// <summary>Lets customers come.</summary>
    public void Open()
    {
        _work.Add(RunAsync(PlaceBatchesAsync));
        if (File is not null) _work.Add(RunAsync(File.RunAsync));
        if (_around.Options.DemoOrdersPerMinute > 0) _work.Add(RunAsync(PlaceByThemselvesAsync));
    }

    /// <summary>Promises orders: their references are known at once, they are placed at the rate asked, alternately through the origins.</summary>
    public IReadOnlyList<string> Promise(int count, double perSecond, int lines)
    {
        string[] references = [.. Enumerable.Range(0, count).Select(n => OriginOf(n).NextReference())];
        _batches.Writer.TryWrite(new(references, perSecond, lines));
        return references;
    }

    /// <summary>Waits until every origin's messages are listened to: nobody orders in a shop that is not open yet.</summary>
    public async Task OpeningAsync(CancellationToken cancellationToken)
    {
        while (!_origins.All(o => o.IsHeard)) await Task.Delay(Opening, _around.Time, cancellationToken);
    }

    /// <summary>The origin of order number <paramref name="number"/>: they take turns.</summary>
    public IOrderOrigin OriginOf(int number) => _origins[number % _origins.Count];

    /// <summary>Does a number of things at an even rate, holding back while too many messages are under way.</summary>
    public async Task PaceAsync(int count, double perSecond, Action<int> act, CancellationToken cancellationToken)
    {
        var started = _around.Time.GetTimestamp();
        for (var done = 0; done < count;)
        {
            var due = Math.Min(count, 1 + (int)Math.Min(int.MaxValue - 1, _around.Time.GetElapsedTime(started).TotalSeconds * perSecond));
            for (; done < due; done++)
            {
                await _around.Courier.RoomAsync(cancellationToken);
                act(done);
            }
            if (done < count) await Task.Delay(Turn, _around.Time, cancellationToken);
        }
    }

    /// <summary>Writes how far the order file has come.</summary>
    public void Save(Utf8JsonWriter state)
    {
        state.WriteStartObject();
        if (File is not null)
        {
            state.WriteString("file", File.Path);
            state.WriteNumber("stepsTaken", File.StepsTaken);
        }
        state.WriteEndObject();
    }

    /// <summary>Goes on with the order file where <see cref="Save"/> saw it, if it is the same one.</summary>
    public void Restore(JsonElement state)
    {
        if (File is not null && state.TryGetProperty("file", out var file) && file.GetString() == File.Path) File.StepsTaken = state.GetProperty("stepsTaken").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        _stop.Dispose();
    }

    private Task RunAsync(Func<CancellationToken, Task> work) => Task.Run(async () =>
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The landscape stops.
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "No more orders come: placing them failed");
            throw;
        }
    });

    private async Task PlaceBatchesAsync(CancellationToken cancellationToken)
    {
        var open = new HashSet<Task>();
        await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken))
        {
            // Batches run side by side, as testers ask for them.
            open.RemoveWhere(t => t.IsCompletedSuccessfully);
            open.Add(RunAsync(stop => PaceAsync(batch.References.Count, batch.PerSecond, n => OriginOf(n).Place(_orders.Plain(batch.References[n], batch.Lines)), stop)));
        }
        await Task.WhenAll(open);
    }

    private async Task PlaceByThemselvesAsync(CancellationToken cancellationToken)
    {
        await OpeningAsync(cancellationToken);
        await PaceAsync(int.MaxValue, _around.Options.DemoOrdersPerMinute / 60, PlaceMixed, cancellationToken);
    }

    private void PlaceMixed(int number)
    {
        var origin = OriginOf(number);
        var order = _orders.Mixed(origin.NextReference());
        origin.Place(order);
        if (!_around.Dice.Chance(AmendedShare)) return;
        var more = order.Lines[0].Quantity + _around.Dice.Between(1, 3);
        _around.Scheduler.After(FirstThoughts, () => origin.Amend(order.Reference, 1, more));
    }
}
