using System.Net;
using System.Net.Sockets;
using KinesisEnricher.Local.Emulators;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>Finds ports that nobody listens on.</summary>
static class LoopbackPort
{
    static readonly HashSet<int> Given = [];

    /// <summary>A port that was free a moment ago, for servers that cannot choose one themselves. No two calls give the same.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = LocalServer.FreePort();
            lock (Given)
            {
                if (Given.Add(port))
                    return port;
            }
        }
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
