using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RetailTower.Tests.Engine.Exceptions.Ownership;

/// <summary>A mail as a server took it.</summary>
public sealed record TakenMail(string From, IReadOnlyList<string> To, string Data);

/// <summary>A mail server that speaks SMTP (RFC 5321) over a real socket and keeps what it takes.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _life = new();
    private readonly ConcurrentQueue<TakenMail> _taken = new();
    private readonly Task _loop;

    public MailServer()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<TakenMail> Taken => [.. _taken];

    /// <summary>What a recipient is answered with.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 OK";

    /// <summary>What a whole mail is answered with, after it was kept.</summary>
    public Func<string> End { get; set; } = () => "250 queued";

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        _listener.Dispose();
        await _loop;
        _life.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_life.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_life.Token);
                await TalkAsync(client);
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client left, or the test ends.
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 mail.test ESMTP");
        var (from, to) = ("", new List<string>());
        while (await reader.ReadLineAsync(_life.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-mail.test\r\n250 8BITMIME");
                    break;
                case "MAIL":
                    from = Address(line);
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "RCPT":
                    to.Add(Address(line));
                    await writer.WriteLineAsync(Recipient(to[^1]));
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go ahead");
                    var data = new StringBuilder();
                    while (await reader.ReadLineAsync(_life.Token) is { } text && text != ".") data.AppendLine(text.StartsWith('.') ? text[1..] : text);
                    _taken.Enqueue(new TakenMail(from, [.. to], data.ToString()));
                    await writer.WriteLineAsync(End());
                    to.Clear();
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
