using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RetailTower.Tests.Circuits;

/// <summary>
/// Somebody who looks at one page of the tower, without a browser: opens its circuit, takes every batch of what is to be drawn and says that it is drawn, and answers what the
/// page asks of its scripts with nothing. Keeps when it first saw each of the texts that it looks for.
/// </summary>
internal sealed partial class Watcher : IAsyncDisposable
{
    private readonly HttpClient _browser;
    private readonly HubConnection _connection;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Regex? _lookFor;
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _failure;
    private string? _circuit;
    private int _batches;

    private Watcher(HttpClient browser, HubConnection connection, Regex? lookFor) => (_browser, _connection, _lookFor) = (browser, connection, lookFor);

    /// <summary>When each text came for the first time, by this machine's clock.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Seen => _seen;

    public int Batches => Volatile.Read(ref _batches);

    /// <summary>Why the circuit broke; null while it has not.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>Opens the page; returns once something of it was drawn.</summary>
    /// <param name="browser">Signed in at the tower.</param>
    /// <param name="cookies">Those of <paramref name="browser"/>.</param>
    /// <param name="lookFor">Texts to keep the time of; null for none.</param>
    public static async Task<Watcher> OpenAsync(HttpClient browser, CookieContainer cookies, string page, Regex? lookFor, CancellationToken cancellationToken)
    {
        var address = new Uri(browser.BaseAddress!, page);
        var html = await browser.GetStringAsync(address, cancellationToken);
        var components = Component().Matches(html).Select(it => JsonNode.Parse(it.Groups[1].Value)!).Where(it => (string?)it["type"] == "server").ToList();
        if (components.Count == 0) throw new InvalidOperationException($"{address} holds no component that a circuit draws.");
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "/_blazor"), options => options.Cookies = cookies);
        builder.Services.RemoveAll<IHubProtocol>();
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        var watcher = new Watcher(browser, builder.Build(), lookFor);
        try
        {
            await watcher.StartAsync(address, html, components, cancellationToken);
            return watcher;
        }
        catch
        {
            await watcher.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes as a closed tab does, which says so: else the tower would keep the circuit for a connection that comes back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_circuit is not null)
        {
            using var gone = new FormUrlEncodedContent([new("circuitId", _circuit)]);
            using var answer = await _browser.PostAsync("/_blazor/disconnect", gone);
        }

        await _connection.DisposeAsync();
    }

    private async Task StartAsync(Uri address, string html, List<JsonNode> components, CancellationToken cancellationToken)
    {
        _connection.On<int, byte[]>("JS.RenderBatch", DrawAsync);
        // What scripts would answer: nothing. A page that waits for a figure gets zero of it.
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (task, _, _, _, _, _) => Answer(task));
        _connection.On<string>("JS.Error", text => Break(text));
        _connection.Closed += reason => Break(reason?.Message ?? "closed");
        await _connection.StartAsync(cancellationToken);
        _circuit = await _connection.InvokeAsync<string?>("StartCircuit", new Uri(address, "/").ToString(), address.ToString(), "[]", "", cancellationToken);
        if (_circuit is null) throw new InvalidOperationException("The tower opened no circuit.");
        var operations = components.Select((component, at) => new { type = "add", ssrComponentId = at + 1, marker = component });
        await _connection.SendAsync("UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), State().Match(html).Groups[1].Value, cancellationToken);
        await _drawn.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }

    private async Task DrawAsync(int batch, byte[] drawn)
    {
        var now = DateTimeOffset.UtcNow;
        Interlocked.Increment(ref _batches);
        if (_lookFor is not null)
            foreach (Match match in _lookFor.Matches(System.Text.Encoding.Latin1.GetString(drawn))) _seen.TryAdd(match.Value, now);
        await _connection.SendAsync("OnRenderCompleted", batch, null);
        _drawn.TrySetResult();
    }

    private Task Answer(long task) => task == 0 ? Task.CompletedTask : _connection.SendAsync("EndInvokeJSFromDotNet", task, true, $"[{task},true,null]");

    private Task Break(string why)
    {
        Interlocked.CompareExchange(ref _failure, why, null);
        _drawn.TrySetException(new InvalidOperationException($"The circuit broke: {why}"));
        return Task.CompletedTask;
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
