using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>A webhook as it came in, to the byte.</summary>
public sealed record ReceivedWebhook(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <summary>An HTTP server that takes webhooks in, echoes validation tokens and answers as told.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();

    private WebhookReceiver(WebApplication host) => _host = host;

    public Uri Url { get; private set; } = null!;

    /// <summary>What a webhook is answered with; it is recorded whatever the answer.</summary>
    public Func<HttpStatusCode> Answer { get; set; } = () => HttpStatusCode.OK;

    /// <summary>What the handshake's token is turned into before it is echoed.</summary>
    public Func<string, string> Echo { get; set; } = token => token;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var receiver = new WebhookReceiver(host);
        host.MapPost("/hook", receiver.TakeAsync);
        await host.StartAsync(TestContext.Current.CancellationToken);
        receiver.Url = new Uri($"{host.Urls.First()}/hook");
        return receiver;
    }

    /// <summary>The next webhook that is as wanted, within ten seconds; others are passed over.</summary>
    public async Task<ReceivedWebhook> NextAsync(Func<ReceivedWebhook, bool>? wanted = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var next = await _received.Reader.ReadAsync(limit.Token);
            if (wanted?.Invoke(next) ?? true) return next;
        }
    }

    /// <summary>One webhook for each wish, in the sequence of the wishes; they may come in any.</summary>
    public async Task<IReadOnlyList<ReceivedWebhook>> EachAsync(params Func<ReceivedWebhook, bool>[] wanted)
    {
        var came = new ReceivedWebhook?[wanted.Length];
        while (came.Contains(null))
        {
            var next = await NextAsync();
            var at = Array.FindIndex(wanted, wish => wish(next));
            if (at >= 0) came[at] ??= next;
        }

        return came!;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        if (http.Request.Query["validationToken"].ToString() is { Length: > 0 } token)
        {
            await http.Response.WriteAsync(Echo(token));
            return;
        }
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Response.StatusCode = (int)Answer();
        await _received.Writer.WriteAsync(new ReceivedWebhook(http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body.ToArray()));
    }
}
