using System.Text.Json;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>The centre's books as one JSON value, for a landscape that goes on where it stopped.</summary>
internal sealed record State
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public long ParcelsSent { get; init; }
    public IReadOnlyList<FulfilmentOrder> Orders { get; init; } = [];
    public IReadOnlyList<Return> Returns { get; init; } = [];
    public IReadOnlyList<SavedShelf> Shelves { get; init; } = [];
    public IReadOnlyList<SavedEndpoint> Endpoints { get; init; } = [];
    public IReadOnlyList<SavedOutcome> Outcomes { get; init; } = [];

    public static void Save(Utf8JsonWriter writer, Books books, WebhookEndpoints endpoints, IdempotencyKeys keys) => books.Work(() => JsonSerializer.Serialize(writer, new State
    {
        ParcelsSent = books.ParcelsSent,
        Orders = books.Orders,
        Returns = books.Returns,
        Shelves = [.. books.Shelves.All().Select(s => new SavedShelf(s.Sku, s.OnHand, s.Reserved, s.Version))],
        Endpoints = [.. endpoints.All.Where(e => !e.Off).Select(e => new SavedEndpoint(e.Name, e.Url, e.Secret))],
        Outcomes = [.. keys.All().Select(o => new SavedOutcome(o.Key, o.Value.Fingerprint, o.Value.Status, o.Value.Body, o.Value.Accepted?.Number))],
    }, Json));

    /// <summary>Takes the books up and goes on with what was under way.</summary>
    public static void Restore(JsonElement saved, Books books, Floor floor, WebhookEndpoints endpoints, IdempotencyKeys keys)
    {
        var state = saved.Deserialize<State>(Json)!;
        books.Work(() =>
        {
            books.ParcelsSent = state.ParcelsSent;
            foreach (var shelf in state.Shelves) books.Shelves.Restore(shelf.Sku, shelf.OnHand, shelf.Reserved, shelf.Version);
            foreach (var order in state.Orders)
            {
                books.Keep(order);
                floor.Resume(order);
            }
            foreach (var goods in state.Returns)
            {
                books.Returns.Add(goods);
                floor.Resume(goods);
            }
            foreach (var outcome in state.Outcomes)
                keys.Keep(outcome.Key, new Outcome(outcome.Fingerprint, outcome.Status, outcome.Body, outcome.Accepted is { } number ? books.Find(number) : null));
        });
        foreach (var endpoint in state.Endpoints)
            if (WebhookSignature.Key(endpoint.Secret) is { } key) endpoints.Keep(new Endpoint(endpoint.Name, endpoint.Url, endpoint.Secret, key));
    }

    internal sealed record SavedShelf(string Sku, int OnHand, int Reserved, long Version);

    internal sealed record SavedEndpoint(string Name, Uri Url, string Secret);

    internal sealed record SavedOutcome(string Key, UInt128 Fingerprint, int Status, byte[]? Body, long? Accepted);
}
