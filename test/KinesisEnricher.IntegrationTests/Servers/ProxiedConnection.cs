using System.Net;
using System.Net.Sockets;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>A client's connection through a <see cref="FaultProxy"/>, and the one to the server that goes with it.</summary>
sealed class ProxiedConnection(Socket client) : IDisposable
{
    int _asking;
    volatile bool _isForgotten;

    public Socket Client { get; } = client;

    public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Nothing passes any more.</summary>
    public bool IsForgotten
    {
        get => _isForgotten;
        set => _isForgotten = value;
    }

    /// <summary>Bytes that the client has sent and nobody has read.</summary>
    public int Waiting
    {
        get
        {
            try
            {
                return Client.Available;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return 0; // It was cut.
            }
        }
    }

    public async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        await Server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        Client.NoDelay = Server.NoDelay = true;
    }

    /// <summary>True for the first bytes that the client sent since the server's last.</summary>
    public bool Asks() => Interlocked.Exchange(ref _asking, 1) == 0;

    /// <summary>To be called before the server's bytes are passed on. What the client has sent already, though nobody has read it, was asked before them.</summary>
    public void Answers()
    {
        if (Waiting == 0)
            Volatile.Write(ref _asking, 0);
    }

    public void Cut()
    {
        Client.Close(timeout: 0); // A reset, not an orderly end.
        Server.Close(timeout: 0);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
