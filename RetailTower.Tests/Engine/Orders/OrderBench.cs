using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>One order in memory: gives messages to the journey as the pump does, and keeps what comes of them as the store would.</summary>
internal sealed class OrderBench
{
    public const long Key = 10_001;
    public const string Origin = "salesforce", Erp = "erp", East = "dc-east", West = "dc-west", Number = "SF-1";

    private static readonly PostalAddress Address = new("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB");

    private readonly Dictionary<long, Order> _orders = [];
    private readonly Dictionary<(string, string), Stock> _stocks = [];
    private readonly CaseBook _cases;
    private long _messages, _calls;

    public OrderBench() => _cases = new CaseBook(Time, new TeamBook(new OwnershipOptions()));

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public OrderPolicies Policies { get; } = new();

    /// <summary>Times of steps other than usual.</summary>
    public StepTimes? Times { get; set; }

    public Dictionary<string, Customer> Customers { get; } = [];

    public Dictionary<string, Product> Products { get; } = [];

    public Order Order => _orders[Key];

    /// <summary>Calls that wait in their lanes, oldest first; a newer one has replaced an unsent older one of the same name.</summary>
    public List<OutboxMessage> Lanes { get; } = [];

    /// <summary>All calls that the tower ever decided to make.</summary>
    public List<OutboxMessage> Asked { get; } = [];

    public List<CaseOpening> Cases { get; } = [];

    public Dictionary<string, string> Settled { get; } = [];

    public List<HistoryEntry> History { get; } = [];

    public List<OrderReference> References { get; } = [];

    public SystemRoles Roles { get; set; } = new(Erp, [East, West], new HashSet<(string, string)>
    {
        (Origin, Operations.WriteStatus), (Origin, Operations.WriteShipment), (East, Operations.ExpectReturn), (West, Operations.ExpectReturn),
    });

    public static CanonicalOrder Placed(params decimal[] quantities) => new(
        Number, "C1001", "Northwind Traders", null, null, null, "GBP", new DateTimeOffset(2026, 3, 2, 11, 59, 0, TimeSpan.Zero), null, Address,
        [.. quantities.Select((quantity, index) => new CanonicalOrderLine(index + 1, $"SKU{index + 1}", $"Article {index + 1}", quantity, 2.5m, $"L{index + 1}"))]);

    public static LineQuantity Line(int lineNo, decimal quantity) => new(lineNo, quantity);

    public OrderBench Stock(string centre, int lineNo, decimal available)
    {
        _stocks[($"SKU{lineNo}", centre)] = new Stock { Sku = $"SKU{lineNo}", Centre = centre, Available = available };
        return this;
    }

    /// <summary>Delivers one message of the system with these events.</summary>
    public InboxMessage Hear(string system, params IReadOnlyList<CanonicalEvent> events) => Apply(Message(system, "test", []), events);

    /// <summary>The call went through, with these facts in its answer.</summary>
    public InboxMessage Done(OutboxMessage call, params IReadOnlyList<CanonicalEvent> events) => Fact(TowerMessages.CallDone, new CallFact(call.System, call.Operation, call.Id, "done", null, [], events), events);

    /// <summary>The system refused the call.</summary>
    public InboxMessage Refused(OutboxMessage call, string code) => Fact(TowerMessages.CallRejected, new CallFact(call.System, call.Operation, call.Id, "refused", code, [], []), []);

    /// <summary>A person asks for it.</summary>
    public InboxMessage Decide(string kind) => Apply(Message(TowerMessages.System, kind, JsonSerializer.SerializeToUtf8Bytes(new ActionFact("olga", 7), CanonicalJson.Options)), []);

    /// <summary>A person wants it.</summary>
    public InboxMessage Want<T>(string kind, T fact) => Apply(Message(TowerMessages.System, kind, JsonSerializer.SerializeToUtf8Bytes(fact, CanonicalJson.Options)), []);

    /// <summary>Takes the oldest call of the lane out of it.</summary>
    public OutboxMessage Take(string system, string operation)
    {
        var call = Lanes.First(it => it.System == system && it.Operation == operation);
        Lanes.Remove(call);
        return call;
    }

    public IReadOnlyList<T> Commands<T>(string operation) => [.. Asked.Where(it => it.Operation == operation).Select(it => CanonicalJson.Read<T>(it.Payload))];

    /// <summary>How much of a line stands in each state, for example <c>Cancelled 2, Shipped 3</c>.</summary>
    public string States(int lineNo) => string.Join(", ", Order.Lines.Where(part => part.LineNo == lineNo && part.Quantity > 0).GroupBy(part => part.State)
        .OrderBy(group => group.Key.ToString(), StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(part => part.Quantity):0.##}")));

    public decimal Sum(int lineNo, params LineState[] states) =>
        Order.Lines.Where(part => part.LineNo == lineNo && (states.Length == 0 || states.Contains(part.State))).Sum(part => part.Quantity);

    public OrderTurn Turn() => new(Context(Work()), Order, Message(Origin, "test", []));

    public TurnContext Context(OrderWork work) => new(work, Roles, _cases, Policies, Times ?? new StepTimes(Policies, []), Time.GetUtcNow());

    public OrderWork Work() => new() { Messages = [], Orders = _orders };

    /// <summary>An order as it stands before any message, for what needs one but no journey.</summary>
    public OrderBench With(Order order)
    {
        _orders[Key] = order;
        return this;
    }

    private InboxMessage Fact(string kind, CallFact fact, IReadOnlyList<CanonicalEvent> events) =>
        Apply(Message(TowerMessages.System, kind, JsonSerializer.SerializeToUtf8Bytes(fact, CanonicalJson.Options)), events);

    private InboxMessage Message(string system, string kind, byte[] body) => new()
    {
        Id = ++_messages, System = system, MessageKey = $"m{_messages}", Kind = kind, ContentType = "application/json", Body = body, OrderKey = Key,
        State = InboxState.Ready, ReceivedAt = Time.GetUtcNow(),
    };

    private InboxMessage Apply(InboxMessage message, IReadOnlyList<CanonicalEvent> events)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var work = Work();
        foreach (var (key, stock) in _stocks) work.Stocks[key] = stock;
        foreach (var (key, customer) in Customers) work.Customers[key] = customer;
        foreach (var (key, product) in Products) work.Products[key] = product;
        OrderMessage.Apply(Context(work), message, events);
        History.AddRange(work.History);
        References.AddRange(work.References);
        Cases.AddRange(work.Cases);
        foreach (var (subject, reason) in work.Settled)
        {
            Settled[subject] = reason;
            Cases.RemoveAll(it => it.SubjectKey == subject);
        }

        foreach (var call in work.Outbox)
        {
            call.Id = ++_calls;
            if (call.CoalesceKey is not null) Lanes.RemoveAll(it => it.CoalesceKey == call.CoalesceKey);
            Lanes.Add(call);
            Asked.Add(call);
        }

        return message;
    }
}
