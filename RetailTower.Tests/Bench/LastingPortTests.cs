using System.Net;
using System.Net.Sockets;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Bench;

public sealed class LastingPortTests
{
    [Fact]
    public void It_is_free_given_once_and_none_that_the_system_gives_out_itself()
    {
        int[] ports = [.. Enumerable.Range(0, 20).Select(_ => LastingPort.Find())];

        ports.Distinct().Count().ShouldBe(20);
        using var given = new TcpListener(IPAddress.Loopback, 0);
        given.Start();
        ports.ShouldAllBe(port => port < 30_000);
        ((IPEndPoint)given.LocalEndpoint).Port.ShouldBeGreaterThan(30_000);
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }
}
