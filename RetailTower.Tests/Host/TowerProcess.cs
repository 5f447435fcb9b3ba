using System.Diagnostics;
using RetailTower.Web;

namespace RetailTower.Tests.Host;

/// <summary>The built program as a child process, ended when disposed.</summary>
internal sealed class TowerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TowerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static TowerProcess Start(string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{typeof(TowerWebApplication).Assembly.Location}\" {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new TowerProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end: exit code, standard output, standard error.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        await using var program = Start(arguments, environment);
        return await program.EndAsync(cancellationToken);
    }

    /// <summary>Runs to the end with this text as its standard input.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunWithInputAsync(string arguments, string input, (string Name, string Value)[] environment, CancellationToken cancellationToken)
    {
        await using var program = Start(arguments, environment);
        await program._process.StandardInput.WriteAsync(input);
        program._process.StandardInput.Close();
        return await program.EndAsync(cancellationToken);
    }

    public async Task<(int Exit, string Output, string Error)> EndAsync(CancellationToken cancellationToken)
    {
        var output = _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await output, await error);
    }

    /// <summary>Waits for the end of one whose output is discarded; its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Reads its output up to the first line that contains the text.</summary>
    public async Task<string> LineWithAsync(string text, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"It ended without saying '{text}': {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    /// <summary>Reads on without keeping it, so that the program never waits for a reader.</summary>
    public void DiscardOutput()
    {
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>Ends its standard input, as its starter's own end would.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Asks it to stop as a service manager does.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
