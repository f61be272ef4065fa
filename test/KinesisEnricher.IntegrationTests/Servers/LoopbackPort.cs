using System.Net;
using System.Net.Sockets;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>Finds ports that nobody listens on.</summary>
static class LoopbackPort
{
    /// <summary>
    /// A port that was free a moment ago, for servers that cannot choose one themselves. The system gives a different one each time, so that two seldom meet.
    /// </summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>True when somebody accepts connections there.</summary>
    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
