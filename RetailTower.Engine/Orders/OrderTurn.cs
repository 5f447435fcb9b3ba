using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Times;

namespace RetailTower.Engine.Orders;

/// <summary>What all steps of a turn share.</summary>
/// <param name="Systems">Who is who among the configured systems.</param>
public sealed record TurnContext(OrderWork Work, SystemRoles Systems, CaseBook Cases, OrderPolicies Policies, StepTimes Times, DateTimeOffset Now);

/// <summary>
/// One order under one message: the only place where lines change state, history is written and work is ordered from systems. Each state change
/// is guarded by the journey's table and leaves a history row that names its source.
/// </summary>
public sealed class OrderTurn(TurnContext context, Order order, InboxMessage message)
{
    // State changes under this message, so that lines which changed alike share a row.
    private readonly List<HistoryEntry> _noted = [];

    public TurnContext Context { get; } = context;

    public Order Order { get; } = order;

    public InboxMessage Message { get; } = message;

    public DateTimeOffset Now => Context.Now;

    private DateTimeOffset? OccurredAt { get; set; }

    /// <summary>Runs <paramref name="step"/> so that its history carries the time at the source.</summary>
    public void At(DateTimeOffset occurredAt, Action step)
    {
        OccurredAt = occurredAt;
        step();
        OccurredAt = null;
    }

    /// <summary>
    /// Moves up to <paramref name="quantity"/> of the line. Returns what could not be moved and has not passed the trigger already:
    /// 0 means that the event is accounted for.
    /// </summary>
    public decimal Move(Trigger trigger, int lineNo, decimal quantity, Func<OrderLine, bool>? only = null, Action<OrderLine>? stamp = null, string? detail = null)
    {
        var transition = Journey.Table[trigger];
        var candidates = Order.Lines.Where(part => part.LineNo == lineNo && part.Quantity > 0 && (only is null || only(part))).ToList();
        var passed = candidates.Where(part => transition.Passed.Contains(part.State)).Sum(part => part.Quantity);
        var left = transition.Milestone ? Math.Max(0, quantity - passed) : quantity;
        var moved = new Dictionary<LineState, decimal>();
        foreach (var part in transition.From.SelectMany(from => candidates.Where(part => part.State == from)).ToList())
        {
            if (left <= 0) break;
            var taken = Math.Min(left, part.Quantity);
            var from = part.State;
            var moving = taken < part.Quantity ? Split(part, taken) : part;
            moving.State = transition.To;
            moving.StateAt = Now;
            stamp?.Invoke(moving);
            moved[from] = moved.GetValueOrDefault(from) + taken;
            left -= taken;
        }

        foreach (var (from, taken) in moved) Note(trigger, from, transition.To, lineNo, taken, detail);
        return transition.Milestone ? left : Math.Max(0, left - passed);
    }

    /// <summary>Moves everything that the trigger allows, on all lines.</summary>
    public decimal MoveAll(Trigger trigger, Func<OrderLine, bool>? only = null, Action<OrderLine>? stamp = null, string? detail = null)
    {
        var from = Journey.Table[trigger].From;
        var total = 0m;
        foreach (var line in Order.Lines.Where(part => from.Contains(part.State) && (only is null || only(part))).GroupBy(part => part.LineNo).Select(g => (No: g.Key, Quantity: g.Sum(p => p.Quantity))).ToList())
            total += line.Quantity - Move(trigger, line.No, line.Quantity, only, stamp, detail);
        return total;
    }

    /// <summary>Writes a history row that is not a state change of a line.</summary>
    /// <param name="source">Who says so, when it is not the message's system.</param>
    public void Remark(string what, string detail, string? source = null) =>
        Context.Work.History.Add(new HistoryEntry
        {
            OrderKey = Order.Key, At = Now, OccurredAt = OccurredAt, Source = source ?? Message.System, What = what, Detail = Cut(detail), InboxId = Message.Id,
        });

    /// <summary>Orders work from a system. With <paramref name="coalesce"/>, a newer message of that name replaces this one while it is unsent.</summary>
    /// <param name="settles">How long it waits for a newer one of its name; one that replaces another waits no longer than that would have.</param>
    public void Ask<TCommand>(string system, string operation, TCommand command, string? coalesce = null, string? name = null, TimeSpan settles = default)
    {
        var key = OrderKey.Format(Order.Key);
        var coalesceKey = coalesce is null ? null : $"{system}:{key}:{coalesce}";
        var due = Now + settles;
        if (coalesceKey is not null && Context.Work.Outbox.Find(o => o.CoalesceKey == coalesceKey) is { } older)
        {
            if (older.DueAt < due) due = older.DueAt;
            Context.Work.Outbox.Remove(older);
        }

        Context.Work.Outbox.Add(new OutboxMessage
        {
            System = system,
            Operation = operation,
            OrderKey = Order.Key,
            Partition = Partitions.OfLane(Order.Key, key),
            State = OutboxState.Ready,
            IdempotencyKey = $"{key}:{operation}:{name ?? Message.Id.ToString(CultureInfo.InvariantCulture)}",
            CoalesceKey = coalesceKey,
            Payload = CanonicalJson.Write(command),
            CreatedAt = Now,
            DueAt = due,
            CauseInboxId = Message.Id,
            TraceParent = Message.TraceParent,
        });
    }

    public void Know(string system, string type, string value) =>
        Context.Work.References.Add(new OrderReference { System = system, Type = type, Value = value, OrderKey = Order.Key });

    /// <summary>Records what a system says of the order, or of one of its lines; a statement older than the one in force changes nothing.</summary>
    public void Claim(string system, string field, string value, long version, int lineNo = 0)
    {
        var claim = Order.Claims.Find(c => c.LineNo == lineNo && c.Field == field && c.System == system);
        if (claim is not null && claim.SourceVersion > version) return;
        if (claim is null) Order.Claims.Add(claim = new Claim { OrderKey = Order.Key, LineNo = lineNo, Field = field, System = system, Value = value });
        claim.Value = value;
        claim.ObservedAt = Now;
        claim.SourceVersion = version;
        claim.InboxId = Message.Id;
    }

    /// <summary>Awaits an event of a system, anew if it was awaited already.</summary>
    /// <param name="step">One of <see cref="ExpectedSteps"/>.</param>
    /// <param name="about">The centre or return, where an order may await several of the step.</param>
    public void Expect(string step, string system, string? about = null)
    {
        var name = about is null ? step : $"{step}:{about}";
        var due = Now + Context.Times.Of(step, Order.Origin, system);
        Met(name);
        Order.Expectations.Add(new Expectation { OrderKey = Order.Key, Step = name, System = system, SetAt = Now, DueAt = due, AskAt = ExpectedSteps.Of(step).Question?.First(Now, due, Context.Policies.AskAhead) });
    }

    /// <summary>The expected event came: the expectation goes, and with it the case that missed it.</summary>
    public void Met(string step)
    {
        foreach (var expectation in Order.Expectations.Where(e => e.Step == step).ToList())
        {
            Order.Expectations.Remove(expectation);
            if (expectation.Overdue) Context.Work.Settled[CaseBook.MissingSubject(Order.Key, step)] = "The missing event arrived.";
        }
    }

    public void Open(CaseOpening opening) => Context.Work.Cases.Add(opening with { InboxId = opening.InboxId ?? Message.Id });

    public void Settle(string subjectKey, string reason) => Context.Work.Settled[subjectKey] = reason;

    /// <summary>Sum of the line's quantities in the given states.</summary>
    public decimal Sum(int lineNo, IReadOnlySet<LineState> states) =>
        Order.Lines.Where(part => part.LineNo == lineNo && states.Contains(part.State)).Sum(part => part.Quantity);

    /// <summary>Parts the quantity from its part without changing its state.</summary>
    public OrderLine Split(OrderLine part, decimal quantity)
    {
        part.Quantity -= quantity;
        var split = new OrderLine
        {
            OrderKey = part.OrderKey,
            LineNo = part.LineNo,
            Part = Order.Lines.Where(p => p.LineNo == part.LineNo).Max(p => p.Part) + 1,
            Sku = part.Sku,
            Description = part.Description,
            Quantity = quantity,
            UnitPrice = part.UnitPrice,
            State = part.State,
            StateAt = part.StateAt,
            Centre = part.Centre,
            Release = part.Release,
            ParcelId = part.ParcelId,
            InvoiceNumber = part.InvoiceNumber,
            Rma = part.Rma,
            Reference = part.Reference,
        };
        Order.Lines.Add(split);
        return split;
    }

    private void Note(Trigger trigger, LineState from, LineState to, int lineNo, decimal quantity, string? detail)
    {
        var (what, state) = (trigger.ToString(), from.ToString());
        var line = string.Create(CultureInfo.InvariantCulture, $"{lineNo}×{quantity:0.####}");
        // One row for all lines that made the same change under the same message keeps a 200-line order readable.
        var same = _noted.FindLast(h => h.What == what && h.FromState == state && h.Detail == detail && h.Lines is { Length: < 1900 });
        if (same is not null)
        {
            same.Lines += ", " + line;
            return;
        }

        var entry = new HistoryEntry
        {
            OrderKey = Order.Key, At = Now, OccurredAt = OccurredAt, Source = Message.System, What = what, FromState = state, ToState = to.ToString(),
            Lines = line, Detail = detail, InboxId = Message.Id,
        };
        _noted.Add(entry);
        Context.Work.History.Add(entry);
    }

    private static string Cut(string text) => text.Length <= 2000 ? text : text[..1999] + "…";
}
