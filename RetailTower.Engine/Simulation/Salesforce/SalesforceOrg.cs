using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>A Salesforce org with orders, set up for the tower by its administrator.</summary>
internal sealed class SalesforceOrg : ISimulatedSystem, IOrderOrigin, IAdministered, IAsyncDisposable
{
    private const string ClientId = "3MVG9.retailtower.simulated";
    private const string ClientSecret = "sf-simulated-secret";
    private static readonly string OrganizationId = SalesforceId.New("00D", 1);

    private readonly Books _books;
    private readonly OutboundMessages _messages;
    private readonly Sessions _sessions;
    private readonly ApiUsage _usage;
    private readonly SalesforceEndpoints _endpoints;
    private readonly OrderDesk _desk;

    public SalesforceOrg(Surroundings around)
    {
        _books = new Books(around.Time);
        _messages = new OutboundMessages(around, Name, OrganizationId, FindOrder);
        _usage = new ApiUsage(around.Time);
        _sessions = new Sessions(around.Time, OrganizationId, ClientId, ClientSecret);
        _endpoints = new SalesforceEndpoints(new RestApi(_books, _messages, _usage, () => around.Faults.Strikes(Name, FaultKind.Drift)), _sessions, _usage);
        _desk = new OrderDesk(_books, _messages, around);
    }

    private sealed record Setup(string? EndpointUrl, long? DailyApiRequests, double? TokenSeconds);

    public string Name => "salesforce";

    public string Protocol => "Salesforce REST API v62.0 with Outbound Messages";

    public IReadOnlyDictionary<string, string> Credentials { get; } = new Dictionary<string, string>
    {
        ["clientId"] = ClientId,
        ["clientSecret"] = ClientSecret,
        ["organizationId"] = OrganizationId,
    };

    public bool IsHeard => _messages.Endpoint is not null;

    public void Map(IEndpointRouteBuilder routes) => _endpoints.Map(routes);

    public void MapSetup(IEndpointRouteBuilder control) => control.MapPut("/setup/salesforce", (RequestDelegate)SetUpAsync);

    public IReadOnlyList<LedgerEntry> Ledger() => _desk.Ledger(Name);

    public Task RefuseAsync(HttpContext http, FaultKind kind) => _endpoints.RefuseAsync(http, kind switch
    {
        FaultKind.Throttled => new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
        FaultKind.Reject => new(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "This order is locked by the sales desk."),
        _ => new(503, "SERVER_UNAVAILABLE", "The server is temporarily unable to respond"),
    });

    public string NextReference() => _desk.NextReference();

    public void Place(PlacedOrder order) => _desk.Place(order);

    public bool TakeBack(Reduction reduction) => _desk.TakeBack(reduction);

    public bool Amend(string reference, int line, decimal quantity) => _desk.Amend(reference, line, quantity);

    public void Save(Utf8JsonWriter state)
    {
        state.WriteStartObject();
        state.WritePropertyName("messages");
        _messages.Save(state);
        lock (_books.Gate)
        {
            state.WriteNumber("references", _desk.References);
            state.WritePropertyName("books");
            _books.Save(state);
        }
        state.WriteEndObject();
    }

    public void Restore(JsonElement state)
    {
        lock (_books.Gate)
        {
            _books.Restore(state.GetProperty("books"));
            _desk.References = state.GetProperty("references").GetInt64();
        }
        _messages.Restore(state.GetProperty("messages"));
    }

    public ValueTask DisposeAsync() => _messages.DisposeAsync();

    private Order? FindOrder(string id)
    {
        lock (_books.Gate) return _books.Find(Schema.Of<Order>(), id) as Order;
    }

    private async Task SetUpAsync(HttpContext http)
    {
        if (await Control.Problem.ReadAsync<Setup>(http) is not { } setup) return;
        if (setup.EndpointUrl is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            {
                await Control.Problem.WriteAsync(http, 400, "endpointUrl must be an absolute http address.");
                return;
            }
            _messages.Endpoint = endpoint;
        }
        if (setup.DailyApiRequests is { } max) _usage.Max = max;
        if (setup.TokenSeconds is { } seconds)
        {
            _sessions.Lifetime = TimeSpan.FromSeconds(seconds);
            _sessions.EndAll();
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
