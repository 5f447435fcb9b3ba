using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>One foreign system of the landscape: it speaks its own wire protocol at the root of its own port and keeps its own books.</summary>
public interface ISimulatedSystem
{
    /// <summary>Name in the ledger, in faults and in <c>GET /</c>, e.g. <c>salesforce</c>.</summary>
    string Name { get; }

    /// <summary>The protocol spoken, for people, e.g. <c>Salesforce REST API v62.0</c>.</summary>
    string Protocol { get; }

    /// <summary>Test credentials and identifiers a client needs.</summary>
    IReadOnlyDictionary<string, string> Credentials { get; }

    /// <summary>Whether anybody listens to this system's messages.</summary>
    bool IsHeard { get; }

    /// <summary>Adds the system's endpoints to its own port's routes.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>What the system holds, one entry per originator's order number.</summary>
    IReadOnlyList<LedgerEntry> Ledger();

    /// <summary>Answers a request in this service's own words for <see cref="FaultKind.Unavailable"/>, <see cref="FaultKind.Throttled"/> or <see cref="FaultKind.Reject"/>.</summary>
    Task RefuseAsync(HttpContext http, FaultKind kind);

    /// <summary>Writes the system's books, one JSON value, for a later <see cref="Restore"/>.</summary>
    void Save(Utf8JsonWriter state);

    /// <summary>Takes up books written by <see cref="Save"/>, before the first request, and schedules what was under way.</summary>
    void Restore(JsonElement state);
}
