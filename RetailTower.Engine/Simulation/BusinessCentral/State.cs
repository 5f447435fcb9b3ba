using System.Text.Json;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>The ERP's books as one JSON value, for a landscape that goes on where it stopped.</summary>
internal sealed record State
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    public IReadOnlyDictionary<string, long> Series { get; init; } = new Dictionary<string, long>();
    public IReadOnlyList<Customer> Customers { get; init; } = [];
    public IReadOnlyList<Item> Items { get; init; } = [];
    public IReadOnlyList<SalesOrder> Orders { get; init; } = [];
    public IReadOnlyList<PostedDocument> Shipments { get; init; } = [];
    public IReadOnlyList<PostedDocument> Invoices { get; init; } = [];
    public IReadOnlyList<PostedDocument> CreditMemos { get; init; } = [];
    public IReadOnlyList<CustomerPayment> Payments { get; init; } = [];
    public IReadOnlyList<ArchivedOrder> Archive { get; init; } = [];
    public IReadOnlyList<Subscription> Subscriptions { get; init; } = [];

    public static void Save(Books books, Subscriptions subscriptions, Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, books.Transact(() => new State
    {
        Series = new Dictionary<string, long>(books.Series),
        Customers = [.. books.Customers.ChangedAfter(0)],
        Items = [.. books.Items.ChangedAfter(0)],
        Orders = [.. books.Orders.ChangedAfter(0)],
        Shipments = [.. books.Shipments.ChangedAfter(0)],
        Invoices = [.. books.Invoices.ChangedAfter(0)],
        CreditMemos = [.. books.CreditMemos.ChangedAfter(0)],
        Payments = [.. books.Payments.ChangedAfter(0)],
        Archive = [.. books.Archive.ChangedAfter(0)],
        Subscriptions = subscriptions.Alive(),
    }), Json);

    public static void Restore(JsonElement saved, Books books, Subscriptions subscriptions)
    {
        var state = saved.Deserialize<State>(Json)!;
        books.Transact(() =>
        {
            foreach (var (series, last) in state.Series) books.Series[series] = last;
            books.Customers.Fill(state.Customers);
            books.Items.Fill(state.Items);
            books.Orders.Fill(state.Orders);
            books.Shipments.Fill(state.Shipments);
            books.Invoices.Fill(state.Invoices);
            books.CreditMemos.Fill(state.CreditMemos);
            books.Payments.Fill(state.Payments);
            books.Archive.Fill(state.Archive);
        });
        IEnumerable<IRow> rows = [.. state.Customers, .. state.Items, .. state.Orders, .. state.Shipments, .. state.Invoices, .. state.CreditMemos, .. state.Payments, .. state.Archive];
        if (rows.Any()) books.ContinueFrom(rows.Max(r => r.RowVersion), rows.Max(r => r.ModifiedAt));
        foreach (var subscription in state.Subscriptions) subscriptions.Restore(subscription);
    }
}
