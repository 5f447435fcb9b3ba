using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RetailTower.Web.Bench;

/// <summary>
/// Ports for a server that is stopped and started again. They lie below those that the system itself gives out (32768 and up on Linux, 49152 on Windows and
/// macOS), so that nobody else listens there meanwhile and answers in its name: a webhook that a stranger refuses may end the sender's subscription.
/// </summary>
internal static class LastingPort
{
    private const int First = 20_000, Count = 10_000;
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>One that is free now and was not given out by this process before.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int Find()
    {
        var start = Random.Shared.Next(Count);
        for (var step = 0; step < Count; step++)
        {
            var port = First + ((start + step) % Count);
            if (IsFree(port) && Given.TryAdd(port, true)) return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
