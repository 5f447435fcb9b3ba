using System.Globalization;
using Microsoft.Extensions.Logging;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Steps;
using RetailTower.Engine.Orders.Times;

namespace RetailTower.Engine.Orders;

/// <summary>A message was understood, but working on it threw: it is set aside alone and its order locked behind it.</summary>
internal sealed class PoisonMessageException(InboxMessage message, Exception cause) : Exception(cause.Message, cause)
{
    public InboxMessage Poison { get; } = message;
}

/// <summary>
/// One turn over a partition: interprets the messages in sequence and lets the steps change their orders. The only place where inbound facts
/// become order state; pure between the store's read and its commit.
/// </summary>
public sealed class OrderPump(
    OrderWorkStore store, ConnectorRegistry connectors, CaseBook cases, OrderPolicies policies, StepTimesDesk times, TimeProvider time, ILogger<OrderPump> log)
{
    private const int BatchSize = 200;

    /// <summary>Works one batch. See <see cref="OrderWorkStore.TurnAsync"/> for the guarantees.</summary>
    public async Task<OrderWorkDone> TurnAsync(string lease, string owner, int partition, CancellationToken cancellationToken)
    {
        var poisons = new Dictionary<long, PoisonMessageException>();
        while (true)
        {
            try
            {
                return await TurnAsync(lease, owner, partition, poisons, cancellationToken);
            }
            catch (PoisonMessageException poison) when (poisons.TryAdd(poison.Poison.Id, poison))
            {
                // What it had changed already is gone with its turn; the next one sets it aside from the start.
                log.LogError(poison.InnerException, "Message {InboxId} of {System} ({Kind}) could not be applied", poison.Poison.Id, poison.Poison.System, poison.Poison.Kind);
            }
        }
    }

    private async Task<OrderWorkDone> TurnAsync(string lease, string owner, int partition, Dictionary<long, PoisonMessageException> poisons, CancellationToken cancellationToken)
    {
        var meanings = new Dictionary<long, Interpretation>();
        var steps = await times.InForceAsync(cancellationToken);
        return await store.TurnAsync(lease, owner, partition, BatchSize, work => Needs(work, meanings), work => Work(work, steps, meanings, poisons), cancellationToken);
    }

    private OrderWorkNeeds Needs(OrderWork work, Dictionary<long, Interpretation> meanings)
    {
        var (customers, numbers) = (new HashSet<string>(), new HashSet<string>());
        var (products, stocks) = (new HashSet<string>(), new HashSet<string>());
        foreach (var message in work.Messages)
        {
            var meaning = meanings[message.Id] = MessageReading.Interpret(connectors, message);
            var order = message.OrderKey is { } key ? work.Orders.GetValueOrDefault(key) : null;
            var events = (meaning as Interpretation.Events)?.Items ?? [];
            foreach (var it in events)
            {
                switch (it)
                {
                    case OrderPlaced placed when order is null: NewOrder(placed.Order, message.OrderKey is not null); break;
                    case StockStated stated: stocks.Add(stated.Sku); break;
                    case ProductStated stated: products.Add(stated.Sku); break;
                    case CustomerStated stated: customers.Add(stated.Number); break;
                }
            }

            if (order is not null && PlacedStep.MayJudge(order, message)) Judged(order, events);
            if (order is not null && CentreStep.MayAllocate(order, message, events)) stocks.UnionWith(order.Lines.Select(part => part.Sku));
        }

        var stored = work.Messages.Select(message => Stored(message, meanings[message.Id])).OfType<StoredDocument>().Distinct().ToList();
        return new OrderWorkNeeds(customers, products, stocks, numbers, stored);

        void NewOrder(CanonicalOrder placed, bool named)
        {
            if (named) numbers.Add(placed.Number);
            customers.Add(placed.CustomerNumber);
            Goods(placed);
        }

        void Judged(Order order, IReadOnlyList<CanonicalEvent> events)
        {
            customers.Add(order.CustomerNumber);
            products.UnionWith(order.Lines.Select(part => part.Sku));
            stocks.UnionWith(order.Lines.Select(part => part.Sku));
            foreach (var it in events)
            {
                var stated = it switch { OrderPlaced placed => placed.Order, OrderAmended amended => amended.Order, _ => null };
                if (stated is null) continue;
                customers.Add(stated.CustomerNumber);
                Goods(stated);
            }
        }

        void Goods(CanonicalOrder placed)
        {
            products.UnionWith(placed.Lines.Select(line => line.Sku));
            stocks.UnionWith(placed.Lines.Select(line => line.Sku));
        }
    }

    private void Work(OrderWork work, StepTimes steps, Dictionary<long, Interpretation> meanings, Dictionary<long, PoisonMessageException> poisons)
    {
        var context = new TurnContext(work, connectors.Roles, cases, policies, steps, time.GetUtcNow());
        var locked = new HashSet<long>();
        foreach (var message in work.Messages)
        {
            if (message.OrderKey is { } held && locked.Contains(held)) continue;
            if (poisons.TryGetValue(message.Id, out var poison))
            {
                SetAside(context, message, poison);
                if (message.OrderKey is { } behind) locked.Add(behind);
                continue;
            }

            try
            {
                Work(context, message, meanings[message.Id]);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new PoisonMessageException(message, failure);
            }
        }
    }

    private void Work(TurnContext context, InboxMessage message, Interpretation meaning)
    {
        switch (meaning)
        {
            case Interpretation.Events { Items: var events }:
                if (events.Any(it => MasterData.Apply(context, it))) Done(message, null);
                else OrderMessage.Apply(context, message, events);
                break;
            case Interpretation.Fetches when Stored(message, meaning) is { } known && context.Work.Stored.Contains(known):
                Done(message, "It was told already, by the answer to a call or by a later reading.");
                break;
            case Interpretation.Fetches { Items: var fetches }:
                foreach (var fetch in fetches) context.Work.Outbox.Add(Fetch(message, fetch, context.Now));
                Done(message, $"Reading {string.Join(", ", fetches.Select(fetch => $"{fetch.Resource} {fetch.Id}"))}.");
                break;
            case Interpretation.Nothing { Why: var why }:
                Done(message, why);
                break;
            case Interpretation.Unknown { Where: var where, Why: var why }:
                message.State = InboxState.Parked;
                message.Reason = $"{where}: {why}";
                context.Work.Cases.Add(cases.MessageUnknown(message, where, why));
                break;
        }

        // Whatever became of it now, its order no longer waits behind it.
        if (message.OrderKey is { } key && context.Work.Orders.TryGetValue(key, out var order) && order.LockedBy == message.Id) (order.LockedBy, order.LockedAt) = (null, null);
        if (message.State == InboxState.Done && message.Attempts > 0) context.Work.Settled[CaseBook.MessageSubject(message.Id)] = "The message was applied.";

        void Done(InboxMessage done, string? reason) => OrderMessage.Finish(done, context.Now, reason);
    }

    private void SetAside(TurnContext context, InboxMessage message, PoisonMessageException poison)
    {
        message.State = InboxState.Failed;
        message.Attempts++;
        message.Reason = poison.Message;
        var order = message.OrderKey is { } key ? context.Work.Orders.GetValueOrDefault(key) : null;
        if (order is not null) (order.LockedBy, order.LockedAt) = (message.Id, context.Now);
        context.Work.Cases.Add(cases.MessageFailed(message, poison.Message, order?.Total ?? 0, order?.Currency) with { PromisedFor = order?.RequestedDelivery });
    }

    private static StoredDocument? Stored(InboxMessage message, Interpretation meaning) =>
        (meaning as Interpretation.Fetches)?.Unless is { } known ? new StoredDocument(message.System, known.KeyStart, known.At) : null;

    private static OutboxMessage Fetch(InboxMessage message, FetchCommand fetch, DateTimeOffset now) => new()
    {
        System = message.System,
        Operation = Operations.Fetch,
        Partition = Partitions.OfLane(null, fetch.Id),
        State = OutboxState.Ready,
        IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"fetch:{message.Id}:{fetch.Id}"),
        CoalesceKey = $"{message.System}:fetch:{fetch.Resource}:{fetch.Id}",
        Payload = CanonicalJson.Write(fetch),
        CreatedAt = now,
        DueAt = now,
        CauseInboxId = message.Id,
        TraceParent = message.TraceParent,
    };
}
