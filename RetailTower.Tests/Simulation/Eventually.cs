using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>Waits for what the landscape does in its own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until the answer is as wanted.</summary>
    /// <param name="told">How a failure tells of the last answer.</param>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted, TimeSpan? patience = null, Func<T, string>? told = null)
    {
        using var pause = new PeriodicTimer(Pause);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (wanted(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > (patience ?? Patience)) throw new TimeoutException($"Still not as wanted: {(told is null ? $"{answer}" : told(answer))}");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static async Task<JsonElement> LedgerAsync(this RunningLandscape landscape, string system, string reference)
    {
        var entries = await landscape.Control.GetFromJsonAsync<JsonElement[]>($"/ledger?system={system}", TestContext.Current.CancellationToken);
        return entries!.Single(e => e.GetProperty("reference").GetString() == reference);
    }
}
