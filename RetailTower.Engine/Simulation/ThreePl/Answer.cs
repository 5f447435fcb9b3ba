using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>A pointer into the request (RFC 6901, as a URI fragment) and what is wrong there.</summary>
internal sealed record Fault(string Detail, string Pointer);

/// <summary>An RFC 9457 problem. Types are absolute URIs of this service, or of IANA's registry where one is registered.</summary>
internal sealed record Problem(string Type, string Title, int Status, string Detail)
{
    public IReadOnlyList<Fault>? Errors { get; init; }

    [JsonPropertyName("violated-policies")]
    public IReadOnlyList<string>? ViolatedPolicies { get; init; }

    public static Problem Of(int status, string name, string title, string detail) => new($"https://3pl.example/problems/{name}", title, status, detail);

    public static Problem NotFound(string what) => new("about:blank", "Not Found", 404, what);

    public static Problem Invalid(IReadOnlyList<Fault> errors) =>
        Of(422, "invalid-request", "The request cannot be carried out as it stands", errors[0].Detail) with { Errors = errors };
}

/// <summary>What is answered, in its final bytes.</summary>
internal sealed record Answer(int Status, byte[] Body, string ContentType = "application/json")
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Answer Of<T>(int status, T body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, Json));

    public static Answer Of(Problem problem) => new(problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, Json), "application/problem+json");

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = Body.Length;
        await http.Response.Body.WriteAsync(Body, http.RequestAborted);
    }
}
