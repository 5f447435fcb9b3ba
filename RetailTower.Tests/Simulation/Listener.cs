using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>A request as a receiver of webhooks got it.</summary>
public sealed record Heard(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Takes webhooks, keeps them, and answers as the test says.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<Heard> _heard = new();

    private Listener(WebApplication host) => _host = host;

    public Func<Heard, (int Status, string Body)> Answer { get; set; } = _ => (200, "");

    public IReadOnlyList<Heard> All => [.. _heard];

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Listener> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var listener = new Listener(builder.Build());
        listener._host.Run(listener.HearAsync);
        await listener._host.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    /// <summary>Waits until the condition holds of what was heard so far.</summary>
    public async Task<IReadOnlyList<Heard>> UntilAsync(Func<IReadOnlyList<Heard>, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds(All))
            if (!await turn.WaitForNextTickAsync(limit.Token)) break;
        return All;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task HearAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var heard = new Heard(
            http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
        var (status, text) = Answer(heard);
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(text, http.RequestAborted);
        _heard.Enqueue(heard);
    }
}
