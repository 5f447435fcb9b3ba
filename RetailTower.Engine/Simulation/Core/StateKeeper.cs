using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>
/// Keeps the landscape's books in one file: written every few seconds when something changed, and once more at the end, always whole, by replacing the file.
/// After a crash the books are a few seconds old; after an orderly stop they are exact.
/// </summary>
public sealed class StateKeeper(string path, Surroundings around, IReadOnlyList<ISimulatedSystem> systems, Action<Utf8JsonWriter> saveTraffic) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    // Large books take long to write, and their systems stand still meanwhile: so they are written seldom.
    private const int RestPerWork = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log = around.Logs.CreateLogger<StateKeeper>();
    private byte[] _written = [];
    private Task _work = Task.CompletedTask;

    /// <summary>Reads what an earlier landscape left; null when there is nothing.</summary>
    /// <exception cref="InvalidDataException">The file is there and cannot be understood.</exception>
    public static JsonDocument? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            return JsonDocument.Parse(file);
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"The landscape's state file {path} cannot be read: {unreadable.Message} Delete it to start afresh.", unreadable);
        }
    }

    /// <summary>Adds the products and customers of the saved books to the catalogue, before any system is made.</summary>
    public static void RestoreCatalogue(JsonElement state, Catalogue catalogue)
    {
        foreach (var product in state.GetProperty("products").EnumerateArray()) catalogue.Add(product.Deserialize<Product>()!);
        foreach (var customer in state.GetProperty("customers").EnumerateArray()) catalogue.Add(customer.Deserialize<Customer>()!);
    }

    /// <summary>Gives every system its books back and sends on what was under way.</summary>
    public static void RestoreSystems(JsonElement state, Surroundings around, IReadOnlyList<ISimulatedSystem> systems)
    {
        foreach (var system in systems)
            if (state.GetProperty("systems").TryGetProperty(system.Name, out var books)) system.Restore(books);
        foreach (var delivery in state.GetProperty("webhooks").EnumerateArray()) around.Courier.Send(delivery.Deserialize<WebhookDelivery>()!);
    }

    /// <summary>Begins to write from time to time.</summary>
    public void Start() => _work = Task.Run(KeepAsync);

    /// <summary>Stops writing from time to time and writes for the last time; by then nothing may change any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        Write();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        var rest = Interval;
        try
        {
            while (true)
            {
                await Task.Delay(rest, around.Time, _stop.Token);
                var started = around.Time.GetTimestamp();
                Write();
                var work = around.Time.GetElapsedTime(started) * RestPerWork;
                rest = work > Interval ? work : Interval;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The last writing follows.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.LogError(failure, "The landscape's state can no longer be written to {File}", path);
        }
    }

    private void Write()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) WriteTo(writer);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        var hash = SHA256.HashData(bytes);
        if (hash.AsSpan().SequenceEqual(_written)) return;
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
        _written = hash;
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteAll(writer, "products", around.Catalogue.Products);
        WriteAll(writer, "customers", around.Catalogue.Customers);
        writer.WritePropertyName("traffic");
        saveTraffic(writer);
        writer.WriteStartObject("systems");
        foreach (var system in systems)
        {
            writer.WritePropertyName(system.Name);
            system.Save(writer);
        }
        writer.WriteEndObject();
        // The webhooks last, so that what the books hold is never without the webhook that tells of it.
        WriteAll(writer, "webhooks", around.Courier.Undelivered());
        writer.WriteEndObject();
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items) JsonSerializer.Serialize(writer, item);
        writer.WriteEndArray();
    }
}
