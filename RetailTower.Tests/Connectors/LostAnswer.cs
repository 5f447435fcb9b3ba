namespace RetailTower.Tests.Connectors;

/// <summary>Lets a request whose address or body holds the given text get through, once, and loses its answer: what a crash or a cut line looks like.</summary>
internal sealed class LostAnswer(string text) : DelegatingHandler(new HttpClientHandler())
{
    private int _lost;

    public bool WasLost => _lost > 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (!$"{request.Method} {request.RequestUri} {body}".Contains(text, StringComparison.Ordinal) || Interlocked.Exchange(ref _lost, 1) > 0) return response;
        response.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded);
    }
}
