using System.Diagnostics;

namespace RetailTower.Web.Bench;

/// <summary>Measures what HTTP alone allows: as many exchanges with the landscape as the run made, of the same sizes, in which nothing else happens.</summary>
internal static class BareExchange
{
    private const int AtATime = 16, WarmUp = 500;

    public static async Task<TimeSpan> MeasureAsync(Uri controlFace, WireTraffic traffic, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtATime, UseProxy = false, UseCookies = false }) { BaseAddress = controlFace };
        await ExchangeAsync(http, traffic.Calls with { Exchanges = Math.Min(WarmUp, traffic.Calls.Exchanges) }, traffic.Calls.Exchanges, cancellationToken);
        var watch = Stopwatch.StartNew();
        foreach (var count in new[] { traffic.Calls, traffic.Webhooks }) await ExchangeAsync(http, count, count.Exchanges, cancellationToken);
        return watch.Elapsed;
    }

    private static Task ExchangeAsync(HttpClient http, WireCount count, long spreadOver, CancellationToken cancellationToken)
    {
        if (count.Exchanges == 0) return Task.CompletedTask;
        var body = new byte[count.AskedBytes / spreadOver];
        var address = new Uri(FormattableString.Invariant($"/bare?answer={count.AnsweredBytes / spreadOver}"), UriKind.Relative);
        var left = count.Exchanges;
        return Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var content = new ByteArrayContent(body);
                using var answer = await http.PostAsync(address, content, cancellationToken);
                answer.EnsureSuccessStatusCode();
            }
        }
    }
}
