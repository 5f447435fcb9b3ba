using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Bench;

/// <summary>The simulated landscape as a child process on free loopback ports. It ends with this process, however that ends.</summary>
internal sealed partial class LandscapeChild : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // It shares the machine with what is measured: its idle threads shall not spin, and its garbage, of which little lives on, be collected seldom.
    private static readonly (string Name, string Value)[] Economy =
        [("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"), ("DOTNET_gcServer", "0"), ("DOTNET_GCgen0size", "4000000")];

    private readonly Process _process;

    private LandscapeChild(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Base address of the control face.</summary>
    public Uri Address { get; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a landscape in which nothing goes wrong and nobody orders unasked; it answers when this returns.</summary>
    /// <exception cref="StartException">It ended at once; its reason is on the standard error.</exception>
    public static async Task<LandscapeChild> StartAsync(double pace, CancellationToken cancellationToken, int seed = 1)
    {
        var process = OwnProgram.Start(
            ["landscape", "--urls", "http://127.0.0.1:0", "--pace", pace.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), "--short-pick-share", "0", "--end-with-input"],
            Economy);
        try
        {
            Uri? address = null;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (ReadyAt().Match(line) is { Success: true } ready) address = new Uri(ready.Groups[1].Value);
                // Its last line; nothing more comes that would need a reader.
                if (address is not null && line.StartsWith("Stop with", StringComparison.Ordinal)) return new LandscapeChild(process, address);
            }
            throw new StartException("The landscape ended before it was ready.");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    [GeneratedRegex(@"is ready at (http://\S+)$")]
    private static partial Regex ReadyAt();
}
