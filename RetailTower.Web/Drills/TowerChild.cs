using System.Diagnostics;
using RetailTower.Web.Bench;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Drills;

/// <summary>A tower as a child process that can be killed like any other.</summary>
internal sealed class TowerChild : IAsyncDisposable
{
    private readonly Process _process;

    private TowerChild(Process process) => _process = process;

    /// <summary>Starts a tower; it takes messages when this returns.</summary>
    /// <exception cref="StartException">It ended before it was ready.</exception>
    public static async Task<TowerChild> StartAsync(string url, IEnumerable<(string Name, string Value)> environment, CancellationToken cancellationToken)
    {
        var process = OwnProgram.Start(["serve", "--urls", url], environment, quiet: true);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.Contains("RetailTower is ready", StringComparison.Ordinal)) continue;
            // Whatever else it prints must not fill the pipe.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new TowerChild(process);
        }

        process.Dispose();
        throw new StartException("The drill's tower ended before it was ready.");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
