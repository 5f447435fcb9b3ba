using System.Text.Json;

namespace RetailTower.Web.Bench;

/// <summary>The control face of the landscape, as far as a measured run needs it.</summary>
internal sealed class LandscapeFace(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    private sealed record Description(IReadOnlyList<SystemDescription> Systems);

    private sealed record SystemDescription(string Name, bool Heard);

    private sealed record Placed(IReadOnlyList<string> References);

    /// <summary>True once every system knows where to send its messages.</summary>
    public async Task<bool> IsHeardAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Description>("/", cancellationToken))!.Systems.All(system => system.Heard);

    /// <summary>Has orders without surprises placed, half of them in each origin; returns their numbers.</summary>
    public async Task<IReadOnlyList<string>> PlaceAsync(int count, double rate, int lines, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/place", new { count, rate, lines }, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Placed>(cancellationToken))!.References;
    }

    /// <summary>Lets a system fail until <see cref="HealAsync"/>.</summary>
    public async Task FailAsync(string system, string kind, double share, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/faults", new { system, kind, share, seconds = 3600 }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends all faults.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync("/faults", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<WireTraffic> TallyAsync(CancellationToken cancellationToken) => (await _http.GetFromJsonAsync<WireTraffic>("/tally", cancellationToken))!;

    /// <summary>What every system holds, one entry at a time.</summary>
    public IAsyncEnumerable<HeldOrder?> LedgerAsync(CancellationToken cancellationToken) =>
        _http.GetFromJsonAsAsyncEnumerable<HeldOrder>("/ledger", JsonSerializerOptions.Web, cancellationToken);

    public void Dispose() => _http.Dispose();
}

/// <summary>What went over the wire between tower and landscape: the tower's calls and the systems' webhooks.</summary>
internal sealed record WireTraffic(WireCount Calls, WireCount Webhooks)
{
    public WireTraffic Since(WireTraffic before) => new(Calls.Since(before.Calls), Webhooks.Since(before.Webhooks));
}

/// <summary>Exchanges in one direction, with the bytes of their bodies.</summary>
internal sealed record WireCount(long Exchanges, long AskedBytes, long AnsweredBytes)
{
    public WireCount Since(WireCount before) => new(Exchanges - before.Exchanges, AskedBytes - before.AskedBytes, AnsweredBytes - before.AnsweredBytes);
}

/// <summary>What one system holds of one order.</summary>
internal sealed record HeldOrder(string System, string Reference, int Copies, string State, IReadOnlyList<HeldLine> Lines);

/// <summary>One line of a <see cref="HeldOrder"/>, in units.</summary>
internal sealed record HeldLine(decimal Ordered, decimal Shipped, decimal Invoiced);
