using System.Net;
using System.Text;

namespace RetailTower.Tests.Connectors;

/// <summary>Answers HTTP requests from a function and keeps what was asked, for what a simulator cannot be made to say.</summary>
internal sealed class CannedHttp(Func<CannedHttp.Request, HttpResponseMessage> answer) : HttpMessageHandler
{
    internal sealed record Request(string Method, Uri Address, string Body, HttpRequestMessage Message)
    {
        public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
    }

    private readonly Lock _gate = new();
    private readonly List<Request> _asked = [];

    public IReadOnlyList<Request> Asked
    {
        get { lock (_gate) return [.. _asked]; }
    }

    public HttpClient Client() => new(this, disposeHandler: false);

    public static HttpResponseMessage Json(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new Request(request.Method.Method, request.RequestUri!, body, request);
        lock (_gate) _asked.Add(asked);
        return answer(asked);
    }
}
