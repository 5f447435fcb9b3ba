using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>Faults: start, list, end.</summary>
internal sealed class FaultEndpoints(Surroundings around, IReadOnlyList<ISimulatedSystem> systems)
{
    private sealed record FaultRequest(string? System, string? Kind, double? Share, double? Seconds, double? Hold);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/faults", (RequestDelegate)AddAsync);
        routes.MapGet("/faults", (RequestDelegate)ListAsync);
        routes.MapDelete("/faults", (RequestDelegate)ClearAsync);
    }

    private async Task AddAsync(HttpContext http)
    {
        if (await Problem.ReadAsync<FaultRequest>(http) is not { } wanted) return;
        var struck = systems.Select(s => s.Name).Where(name => wanted.System == "*" || wanted.System == name).ToList();
        var share = wanted.Share ?? 1;
        var seconds = wanted.Seconds ?? 60;
        var hold = wanted.Hold ?? 30;
        if (struck.Count == 0)
        {
            await Problem.WriteAsync(http, 400, $"There is no system '{wanted.System}'; known are * and {string.Join(", ", systems.Select(s => s.Name))}.");
        }
        else if (!FaultGate.TryParse(wanted.Kind, out var kind))
        {
            await Problem.WriteAsync(http, 400, $"There is no fault '{wanted.Kind}'; known are {string.Join(", ", FaultGate.KindNames)}.");
        }
        else if (share is not (>= 0 and <= 1) || seconds is not (> 0 and <= 86_400) || hold is not (> 0 and <= 86_400))
        {
            await Problem.WriteAsync(http, 400, "share lies between 0 and 1, seconds and hold (by how many seconds delay comes late) between 0 and 86400.");
        }
        else
        {
            foreach (var name in struck) around.Faults.Add(new(name, kind, share, around.Time.GetUtcNow().AddSeconds(seconds), TimeSpan.FromSeconds(hold)));
            await ListAsync(http);
        }
    }

    private Task ListAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        around.Faults.Current().Select(f => new { system = f.System, kind = FaultGate.NameOf(f.Kind), share = f.Share, until = f.Until }), http.RequestAborted);

    private Task ClearAsync(HttpContext http)
    {
        around.Faults.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
