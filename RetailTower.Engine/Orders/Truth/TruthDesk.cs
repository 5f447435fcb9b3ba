using System.Security.Cryptography;
using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders.Truth;

/// <summary>Where an order truly stands, and what every system holds to be so.</summary>
/// <param name="Verdicts">By line (0: the order itself) and field.</param>
/// <param name="Moments">When something was said, oldest first: the moments at which the picture changed.</param>
/// <param name="AsOf">The moment shown; null for now.</param>
public sealed record OrderTruth(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<DateTimeOffset> Moments, DateTimeOffset? AsOf)
{
    public int Disputed => Verdicts.Count(verdict => verdict.Disputed);
}

/// <summary>One verdict that another map would give otherwise.</summary>
public sealed record ChangedVerdict(long OrderKey, Verdict Now, Verdict Then);

/// <summary>What another map would change.</summary>
/// <param name="Orders">Orders that were looked at: the newest.</param>
public sealed record RecordPreview(int Orders, IReadOnlyList<ChangedVerdict> Changed)
{
    public int ChangedOrders => Changed.Select(it => it.OrderKey).Distinct().Count();
}

/// <summary>
/// Judges orders by what was really said: each claim is read anew from the stored messages, so that it can always be proved, and any past moment can be shown.
/// </summary>
public sealed class TruthDesk(EvidenceQueries evidence, RecordMapDesk records, ConnectorRegistry connectors)
{
    /// <param name="origin">The system that the order came from.</param>
    /// <param name="country">Where it goes; null when that is not known.</param>
    /// <param name="asOf">Only what was heard by then counts; null for everything.</param>
    public async Task<OrderTruth> OfOrderAsync(long orderKey, string origin, string? country, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var map = (await records.CurrentAsync(cancellationToken)).Map;
        var (claims, moments) = await ClaimsAsync(orderKey, asOf, cancellationToken);
        return new OrderTruth(Judge(claims, origin, country, map), [.. moments.Distinct().Order()], asOf);
    }

    /// <summary>Of the newest orders, those that another map would judge otherwise.</summary>
    public async Task<RecordPreview> PreviewAsync(SystemsOfRecord map, CancellationToken cancellationToken)
    {
        var current = (await records.CurrentAsync(cancellationToken)).Map;
        var orders = await records.NewestOrdersAsync(cancellationToken);
        var changed = new List<ChangedVerdict>();
        foreach (var (key, origin, country) in orders)
        {
            var (claims, _) = await ClaimsAsync(key, null, cancellationToken);
            changed.AddRange(Judge(claims, origin, country, current).Zip(Judge(claims, origin, country, map))
                .Where(it => it.First.Value != it.Second.Value || it.First.Disputed != it.Second.Disputed).Select(it => new ChangedVerdict(key, it.First, it.Second)));
        }

        return new RecordPreview(orders.Count, changed);
    }

    private IReadOnlyList<Verdict> Judge(Claims claims, string origin, string? country, SystemsOfRecord map)
    {
        return Judgement.Of(claims.All, Role, field => map.Of(field, origin, country));

        RecordHolder? Role(string system) =>
            system == origin ? RecordHolder.Originator
            : system == connectors.Roles.Erp ? RecordHolder.Erp
            : connectors.Roles.Centres.Contains(system) ? RecordHolder.Centres
            : null;
    }

    private async Task<(Claims Claims, List<DateTimeOffset> Moments)> ClaimsAsync(long orderKey, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var found = await evidence.OfOrderAsync(orderKey, ClaimReading.Telling, cancellationToken);
        var claims = new Claims();
        var moments = new List<DateTimeOffset>();
        foreach (var message in found.Messages)
        {
            if (MessageReading.Interpret(connectors, message) is not Interpretation.Events { Items: { Count: > 0 } events }) continue;
            moments.Add(message.ReceivedAt);
            if (message.ReceivedAt > asOf) continue;
            var proof = new Proof(message.Id, Outbound: false, Hash(message.Body ?? []));
            var system = Speaker(message);
            foreach (var said in events) claims.Take(system, said, message.ReceivedAt, proof);
        }

        foreach (var call in found.Told)
        {
            moments.Add(call.DoneAt);
            if (call.DoneAt > asOf) continue;
            claims.Take(call, new Proof(call.Id, Outbound: true, Hash(call.Command)));
        }

        return (claims, moments);
    }

    /// <summary>What a call's answer tells was said by the system that answered.</summary>
    private static string Speaker(InboxMessage message) =>
        message.Kind == TowerMessages.CallDone && message.System == TowerMessages.System
            ? JsonSerializer.Deserialize<CallFact>(message.Body, CanonicalJson.Options)!.System
            : message.System;

    private static string Hash(byte[] payload) => Convert.ToHexStringLower(SHA256.HashData(payload));
}
