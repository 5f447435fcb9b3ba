using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailTower.Tests.Nodes;

/// <summary>The one address by which systems reach several nodes: each call goes to the next node, and 502 goes back when that one does not answer.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private int _next;

    private FrontDoor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Where the nodes listen, whether they live or not.</summary>
    public IReadOnlyList<Uri> Nodes { get; set; } = [];

    public static async Task<FrontDoor> OpenAsync(CancellationToken cancellationToken)
    {
        var door = new FrontDoor();
        await door._app.StartAsync(cancellationToken);
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        var node = Nodes[(Interlocked.Increment(ref _next) & int.MaxValue) % Nodes.Count];
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(node, $"{http.Request.Path}{http.Request.QueryString}")) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in http.Request.Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
            if (!request.Headers.TryAddWithoutValidation(name, [.. values])) request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
        try
        {
            using var answer = await _http.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            http.Response.StatusCode = (int)HttpStatusCode.BadGateway;
        }
    }
}
