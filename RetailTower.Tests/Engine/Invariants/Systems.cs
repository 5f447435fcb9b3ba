using System.Text;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Tests.Engine.Orders;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>The foreign systems of a world and their books: a shop, an ERP and a centre, each of which knows a call that it has executed by its key, as the real ones do.</summary>
internal sealed class Systems
{
    public const string Shop = "shop", Erp = "erp", Centre = "east";

    private readonly HashSet<string> _executed = [];
    private readonly Dictionary<string, decimal> _invoiced = [];
    private int _answers;

    public Systems()
    {
        Connectors =
        [
            Connector(Shop, SystemRole.Originator, Operations.WriteStatus, Operations.WriteShipment), Connector(Erp, SystemRole.Erp, Operations.SubmitOrder, Operations.PostShipment),
            Connector(Centre, SystemRole.Centre, Operations.Release),
        ];
    }

    public IReadOnlyList<IConnector> Connectors { get; }

    /// <summary>All answers are good ones, and messages that break their step no longer do.</summary>
    public bool Calm { get; set; }

    /// <summary>How the next calls are answered.</summary>
    public int Luck { get; set; }

    /// <summary>Sales orders and releases that were made, by name; each must be made once.</summary>
    public Dictionary<string, int> Made { get; } = [];

    /// <summary>Calls that had their effect, by idempotency key.</summary>
    public IReadOnlySet<string> Executed => _executed;

    /// <summary>Each call as it was made: system, order, the tower's id.</summary>
    public List<(string System, string Order, long Id)> Calls { get; } = [];

    /// <summary>Events that have happened and were not told yet, with their tellers.</summary>
    public List<(string System, IncomingMessage Message)> Untold { get; } = [];

    public static string Name(int order) => $"N{order}";

    public static IncomingMessage Placed(int order) => new($"placed:{Name(order)}", "events", new Subject.Origin(new Reference(Shop, "number", Name(order))), "application/json",
        Body(new OrderPlaced(OrderBench.Placed(2, 1) with { Number = Name(order) }) { At = World.Noon, Version = 1 }));

    public static IncomingMessage Of(int order, string kind, int number) =>
        new($"{kind}:{Name(order)}:{number}", kind, new Subject.Known(new Reference(Shop, "number", Name(order))), "application/json", Body());

    private static byte[] Body(params CanonicalEvent[] events) => Encoding.UTF8.GetBytes(CanonicalJson.Write(events));

    private TestConnector Connector(string system, SystemRole role, params string[] operations) => new(system, role, operations)
    {
        Meaning = message => message.Kind switch
        {
            "events" => new Interpretation.Events(CanonicalJson.Read<CanonicalEvent[]>(Encoding.UTF8.GetString(message.Body.Span))),
            "poison" => Calm ? new Interpretation.Nothing("Mended.") : new Interpretation.Events([new Unheard { At = World.Noon }]),
            "remark" => new Interpretation.Nothing("Of no consequence."),
            _ => new Interpretation.Unknown("#/type", "No such kind."),
        },
        Answer = call => Answer(system, call),
    };

    private CallOutcome Answer(string system, OutboundCall call)
    {
        Calls.Add((system, call.IdempotencyKey[..call.IdempotencyKey.IndexOf(':', StringComparison.Ordinal)], call.Id));
        switch (Calm ? 0 : (Luck + _answers++ * 7) % 24)
        {
            case 1: return new CallOutcome.Retry("locked", "Someone else works on it.", RetryScope.Message);
            case 2: return new CallOutcome.Retry("down", "No connection.", RetryScope.Unwell);
            case 3: return new CallOutcome.Retry("429", "Too many requests.", RetryScope.Throttled, TimeSpan.FromSeconds(3));
            case 4 or 5:
                // It was done, and the answer was lost.
                Execute(system, call);
                return new CallOutcome.Retry("timeout", "No answer in time.", RetryScope.Unwell);
            case 6 or 7: return new CallOutcome.Rejected("no", "The rules of the house.", Domains.Order);
            case 8: return new CallOutcome.Failed("bad", "The call is not understood.");
            default: return Execute(system, call);
        }
    }

    private CallOutcome.Done Execute(string system, OutboundCall call)
    {
        var first = _executed.Add($"{system}:{call.IdempotencyKey}");
        switch (call.Operation)
        {
            case Operations.SubmitOrder:
                var order = call.Command<SubmitOrderCommand>().Order;
                ErpLine[] lines = [.. order.Lines.Select(line => new ErpLine(line.LineNo, line.Quantity, line.Quantity, 0, 0))];
                if (first)
                {
                    Made[$"sales order {order.Number}"] = Made.GetValueOrDefault($"sales order {order.Number}") + 1;
                    Happen(Erp, order.Number, $"reviewed:{order.Number}", new ErpOrderStated($"S-{order.Number}", true, lines) { At = World.Noon, Version = 2 });
                }

                return new CallOutcome.Done("Created.", [new Reference(Erp, "salesOrder", $"S-{order.Number}")], [new ErpOrderStated($"S-{order.Number}", false, lines) { At = World.Noon, Version = 1 }], []);
            case Operations.Release:
                var release = call.Command<ReleaseCommand>();
                if (first) Work(release);
                return new CallOutcome.Done("Released.", [new Reference(Centre, "fulfilment", $"F-{release.Number}-{release.Release}")], [], []);
            case Operations.PostShipment:
                Post(call.Command<PostShipmentCommand>());
                return new CallOutcome.Done("Posted.");
            default:
                return new CallOutcome.Done("Written.");
        }
    }

    private void Work(ReleaseCommand release)
    {
        var (number, of, id) = (release.Number, release.Release, $"F-{release.Number}-{release.Release}");
        Made[$"release {number} {of}"] = Made.GetValueOrDefault($"release {number} {of}") + 1;
        LineQuantity[] lines = [.. release.Lines.Select(line => new LineQuantity(line.LineNo, line.Quantity))];
        Happen(Centre, number, $"accepted:{id}", new FulfilmentAccepted(Centre, of, id, lines) { At = World.Noon, Version = 1 });
        Happen(Centre, number, $"picked:{id}", new GoodsPicked(Centre, of, id, lines) { At = World.Noon, Version = 2 });
        Happen(Centre, number, $"packed:{id}", new GoodsPacked(Centre, of, id, lines) { At = World.Noon, Version = 3 });
        Happen(Centre, number, $"shipped:{id}", new ParcelShipped(Centre, of, id, new Parcel($"P-{id}", "DHL", null, $"T-{id}", null), lines) { At = World.Noon, Version = 4 });
    }

    /// <summary>Invoices what was shipped beyond what is invoiced.</summary>
    private void Post(PostShipmentCommand shipment)
    {
        LineQuantity[] due = [.. shipment.ShippedToDate.Select(line => line with { Quantity = line.Quantity - _invoiced.GetValueOrDefault($"{shipment.Number}:{line.LineNo}") }).Where(line => line.Quantity > 0)];
        if (due.Length == 0) return;
        foreach (var line in due) _invoiced[$"{shipment.Number}:{line.LineNo}"] = _invoiced.GetValueOrDefault($"{shipment.Number}:{line.LineNo}") + line.Quantity;
        InvoicedLine[] asked = [.. due.Select(line => new InvoicedLine(line.LineNo, line.Quantity))];
        var invoice = $"I-{shipment.Number}";
        Happen(Erp, shipment.Number, $"invoiced:{invoice}", new InvoiceStated(invoice, 7.5m, "GBP", false, false, asked) { At = World.Noon, Version = 3 });
        Happen(Erp, shipment.Number, $"paid:{invoice}", new InvoiceStated(invoice, 7.5m, "GBP", true, false, asked) { At = World.Noon, Version = 4 });
    }

    private void Happen(string system, string number, string key, CanonicalEvent it) =>
        Untold.Add((system, new IncomingMessage(key, "events", new Subject.Known(new Reference(system, "number", number)), "application/json", Body(it))));

    private sealed record Unheard : CanonicalEvent;
}
