using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>Stands in front of one system's endpoints and lets the faults in force act on its requests.</summary>
public sealed class FaultEdge(ISimulatedSystem system, Surroundings around)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly FaultKind[] Refusals = [FaultKind.Unavailable, FaultKind.Throttled, FaultKind.Reject];

    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (Strikes(FaultKind.Timeout))
        {
            await WaitAsync(Patience, http.RequestAborted);
            http.Abort();
            return;
        }
        if (Strikes(FaultKind.Slow))
            await WaitAsync(TimeSpan.FromSeconds(2 + (3 * around.Dice.Fraction())) * around.Options.Pace, http.RequestAborted);
        foreach (var kind in Refusals)
        {
            if (!Strikes(kind) || (kind == FaultKind.Reject && !IsWrite(http.Request))) continue;
            await system.RefuseAsync(http, kind);
            return;
        }
        if (Strikes(FaultKind.AcceptThenDrop)) await RunAndDropAsync(http, next);
        else await next(http);
    }

    private static async Task RunAndDropAsync(HttpContext http, RequestDelegate next)
    {
        // The answer is written into nothing, so that the client learns only that the connection ended.
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(http);
        http.Abort();
    }

    // A refused sign-in is no business refusal, whatever its method.
    private static bool IsWrite(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && !request.Path.Value!.EndsWith("/token", StringComparison.Ordinal);

    private bool Strikes(FaultKind kind) => around.Faults.Strikes(system.Name, kind);

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, around.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The client gave up waiting, which is what the fault is for.
        }
    }
}
