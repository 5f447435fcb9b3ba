using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Orders.Steps;

namespace RetailTower.Engine.Orders;

/// <summary>Applies one message to its order: each event to its step, in sequence.</summary>
internal static class OrderMessage
{
    public static void Apply(TurnContext context, InboxMessage message, IReadOnlyList<CanonicalEvent> events)
    {
        if (message.OrderKey is not { } key)
        {
            Park(context, message, "It concerns an order, but names none that the tower knows.");
            return;
        }

        if (!context.Work.Orders.TryGetValue(key, out var order))
        {
            var placed = events.OfType<OrderPlaced>().FirstOrDefault();
            if (placed is null)
            {
                WaitForOrder(message, key);
                return;
            }

            if (placed.RunningNumber is { } running) Count(context, message, running, placed.Order.PlacedAt);
            if (KnownAs(context, message, placed) is { } first && first != key)
            {
                // The same order came by another door (the org's own message and the API, say): what came under this key belongs to that order.
                context.Work.SameAs[key] = first;
                return;
            }

            order = PlacedStep.Create(key, message.System, placed.Order, placed.Version ?? placed.At.UtcTicks, message.ReceivedAt, context.Now);
            context.Work.Orders.Add(key, order);
            var begun = new OrderTurn(context, order, message);
            var empty = OriginStep.LineDigest(order);
            begun.At(placed.At, () => PlacedStep.Begin(begun));
            ApplyAll(begun, events.Where(it => it != placed));
            Close(begun, OrderStatus.Received, empty);
            return;
        }

        var turn = new OrderTurn(context, order, message);
        var (before, lines) = (order.Status, OriginStep.LineDigest(order));
        switch (message.Kind)
        {
            case TowerMessages.CallDone when message.System == TowerMessages.System:
                var done = Fact(message);
                foreach (var reference in done.References) turn.Know(reference.System, reference.Type, reference.Value);
                turn.Remark($"{done.System} {done.Operation}", done.Text);
                ApplyAll(new OrderTurn(context, order, Speaking(message, done.System)), done.Events);
                break;
            case TowerMessages.CallRejected when message.System == TowerMessages.System:
                CallRejected(turn, Fact(message));
                break;
            case TowerMessages.Revalidate when message.System == TowerMessages.System:
                turn.Remark("revalidated", $"Asked for by {Action(message).Who}.");
                PlacedStep.Validate(turn);
                break;
            case TowerMessages.Restate when message.System == TowerMessages.System:
                turn.Remark("status told again", $"Asked for by {Action(message).Who}.");
                OriginStep.Tell(turn, TimeSpan.Zero);
                break;
            case TowerMessages.ToldCustomer when message.System == TowerMessages.System:
                var told = Read<ToldFact>(message);
                turn.Remark(TowerMessages.ToldCustomer, $"{told.Who}: “{told.Text}”");
                break;
            case TowerMessages.AskReturn when message.System == TowerMessages.System:
                ReturnRequestStep.Asked(turn, Read<ReturnAsked>(message));
                break;
            case TowerMessages.DecideReturn when message.System == TowerMessages.System:
                ReturnRequestStep.Decided(turn, Read<ReturnDecided>(message));
                break;
            case TowerMessages.Reallocate when message.System == TowerMessages.System:
                turn.Remark("reallocated", $"Asked for by {Action(message).Who}.");
                CentreStep.Reallocate(turn);
                break;
            case TowerMessages.Match when message.System == TowerMessages.System:
                // Which happens after each message.
                break;
            default:
                ApplyAll(turn, events);
                break;
        }

        Close(turn, before, lines);
    }

    public static void Finish(InboxMessage message, DateTimeOffset now, string? reason)
    {
        message.State = InboxState.Done;
        message.DoneAt = now;
        message.Reason = reason;
    }

    private static void ApplyAll(OrderTurn turn, IEnumerable<CanonicalEvent> events)
    {
        foreach (var it in events)
        {
            foreach (var reference in it.References) turn.Know(reference.System, reference.Type, reference.Value);
            // An order is counted when it is new; what else is numbered tells one thing once.
            if (it is { RunningNumber: { } running } and not OrderPlaced) Count(turn.Context, turn.Message, running, it.At);
            turn.At(it.At, () => Apply(turn, it));
        }
    }

    private static void Apply(OrderTurn turn, CanonicalEvent it)
    {
        switch (it)
        {
            case OrderPlaced placed: PlacedStep.Restate(turn, placed); break;
            case OrderAmended amended: PlacedStep.Restate(turn, new OrderPlaced(amended.Order) { At = amended.At, Version = amended.Version }); break;
            case CancelRequested request: ReturnStep.Cancel(turn, request); break;
            case StatusShown shown: OriginStep.Shown(turn, shown); break;
            case ReturnRequested request: ReturnStep.Return(turn, request); break;
            case ErpOrderStated stated: ErpStep.Stated(turn, stated); break;
            case FulfilmentAccepted accepted: CentreStep.Accepted(turn, accepted); break;
            case GoodsPicked picked: CentreStep.Picked(turn, picked); break;
            case GoodsShortPicked found: CentreStep.ShortPicked(turn, found); break;
            case GoodsPacked packed: CentreStep.Packed(turn, packed); break;
            case ParcelShipped shipped: CentreStep.Shipped(turn, shipped); break;
            case FulfilmentCancelled cancelled: CentreStep.Cancelled(turn, cancelled); break;
            case FulfilmentStated stated: CentreStep.Stated(turn, stated); break;
            case InvoiceStated stated: InvoiceStep.Stated(turn, stated); break;
            case PaymentStated stated: SettlementStep.Stated(turn, stated); break;
            case ReturnLabelled labelled: ReturnStep.Labelled(turn, labelled); break;
            case GoodsReturned returned: ReturnStep.Arrived(turn, returned); break;
            case GoodsInspected inspected: ReturnStep.Inspected(turn, inspected); break;
            case CreditPrepared prepared: ReturnMoneyStep.Prepared(turn, prepared); break;
            case ReturnRefunded refunded: ReturnMoneyStep.Refunded(turn, refunded); break;
            case CreditWithdrawn withdrawn: ReturnMoneyStep.Withdrawn(turn, withdrawn); break;
            case CreditPosted posted: ReturnMoneyStep.Posted(turn, posted); break;
            default: throw new InvalidOperationException($"No step knows {it.GetType().Name}.");
        }
    }

    private static void CallRejected(OrderTurn turn, CallFact fact)
    {
        turn.Remark($"{fact.System} {fact.Operation} refused", $"{fact.Code}: {fact.Text}");
        switch (fact.Operation)
        {
            case Operations.SubmitOrder: ErpStep.Rejected(turn, fact.Code ?? "refused", fact.Text); break;
            case Operations.CancelRelease: ReturnStep.CancelRefused(turn, fact.System); break;
            case Operations.RefundReturn: ReturnMoneyStep.RefundRefused(turn); break;
        }
    }

    private static void Close(OrderTurn turn, OrderStatus before, string linesBefore)
    {
        SettlementStep.Judge(turn);
        OriginStep.Close(turn, before, linesBefore);
        Finish(turn.Message, turn.Now, null);
    }

    private static void Count(TurnContext context, InboxMessage message, string running, DateTimeOffset placedAt)
    {
        if (RunningNumber.Of(running) is not { } it) return;
        context.Work.Numbered.Add(new ArrivedNumber { System = message.System, Series = it.Series, Number = it.Number, PlacedAt = placedAt, ReceivedAt = message.ReceivedAt });
    }

    private static long? KnownAs(TurnContext context, InboxMessage message, OrderPlaced placed) =>
        context.Work.Numbers.TryGetValue((message.System, placed.Order.Number), out var stored)
            ? stored
            : context.Work.Orders.Values.FirstOrDefault(order => order.Origin == message.System && order.Number == placed.Order.Number)?.Key;

    /// <summary>An originator's later message came before the order itself; it waits by the order's own key.</summary>
    private static void WaitForOrder(InboxMessage message, long key)
    {
        message.State = InboxState.Waiting;
        message.Subject = $"tower:{OrderKey.Format(key)}";
        message.Reason = "Waits for the order itself.";
    }

    private static void Park(TurnContext context, InboxMessage message, string why)
    {
        message.State = InboxState.Parked;
        message.Reason = why;
        context.Work.Cases.Add(context.Cases.MessageUnknown(message, "subject", why));
    }

    private static CallFact Fact(InboxMessage message) => Read<CallFact>(message);

    private static ActionFact Action(InboxMessage message) => Read<ActionFact>(message);

    private static T Read<T>(InboxMessage message) where T : class => JsonSerializer.Deserialize<T>(message.Body, CanonicalJson.Options)!;

    /// <summary>The events of a call's answer are told by the system that was called, not by the tower.</summary>
    private static InboxMessage Speaking(InboxMessage message, string system) => new()
    {
        Id = message.Id, System = system, MessageKey = message.MessageKey, Kind = message.Kind, ContentType = message.ContentType, ReceivedAt = message.ReceivedAt,
        OrderKey = message.OrderKey, Partition = message.Partition, State = message.State, TraceParent = message.TraceParent,
    };
}
