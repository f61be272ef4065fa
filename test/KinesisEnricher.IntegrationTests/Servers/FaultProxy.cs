using System.Net;
using System.Net.Sockets;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>Stands between a client and a server on this machine: counts what passes, and cuts, refuses, holds or delays it.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly Lock _gate = new();
    readonly HashSet<ProxiedConnection> _connections = [];
    readonly int _target;
    readonly Task _accepting;
    TaskCompletionSource? _frozen;
    TaskCompletionSource? _held;
    long _toServer;
    long _toClient;
    int _accepted;
    int _roundTrips;

    /// <param name="target">The server's loopback port.</param>
    public FaultProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    /// <summary>All that clients have sent, what is held back and not even read yet included.</summary>
    public long BytesToServer
    {
        get
        {
            lock (_gate)
                return Interlocked.Read(ref _toServer) + _connections.Sum(connection => (long)connection.Waiting);
        }
    }

    public long BytesToClient => Interlocked.Read(ref _toClient);

    /// <summary>Connections that clients opened, refused ones included.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>Connections open now.</summary>
    public int OpenConnections
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>Times that a client wrote after it had been answered: requests that are sent together are one.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>New connections are closed at once.</summary>
    public bool Refuse { get; set; }

    /// <summary>How long the server's bytes are held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How long a new connection waits for the server.</summary>
    public TimeSpan ConnectDelay { get; set; }

    /// <summary>Cuts the connection when the server's next bytes come: it did what it was asked, and nobody hears of it.</summary>
    public bool LoseAnswers { get; set; }

    /// <summary>Closes every connection with a reset. New ones can be opened.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
                connection.Cut();
        }
    }

    /// <summary>Forgets every connection without a word to either side, as the network between does in a long silence: what is sent on one goes nowhere.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
                connection.IsForgotten = true;
        }
    }

    /// <summary>Waits until clients have closed every connection.</summary>
    public async Task AllClosedAsync()
    {
        while (OpenConnections > 0)
            await Task.Delay(1);
    }

    /// <summary>Holds everything back, in both directions, until <see cref="Thaw"/>: connections are accepted and stay open.</summary>
    public void Freeze() => Hold(ref _frozen);

    /// <summary>Holds the server's bytes back until <see cref="Thaw"/>. The clients' go on.</summary>
    public void HoldAnswers() => Hold(ref _held);

    public void Thaw()
    {
        Release(ref _frozen);
        Release(ref _held);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Thaw();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    static void Hold(ref TaskCompletionSource? held) => Interlocked.CompareExchange(ref held, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    static void Release(ref TaskCompletionSource? held) => Interlocked.Exchange(ref held, null)?.SetResult();

    async Task AcceptAsync()
    {
        var running = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
            Interlocked.Increment(ref _accepted);
            running.Add(ServeAsync(client));
        }
        await Task.WhenAll(running);
    }

    async Task ServeAsync(Socket client)
    {
        using var connection = new ProxiedConnection(client);
        lock (_gate)
            _connections.Add(connection);
        try
        {
            if (Refuse)
                return;
            await Task.Delay(ConnectDelay, _end.Token);
            await connection.ConnectAsync(_target, _end.Token);
            await Task.WhenAny(
                PumpAsync(connection, connection.Client, connection.Server, toServer: true),
                PumpAsync(connection, connection.Server, connection.Client, toServer: false));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            lock (_gate)
                _connections.Remove(connection);
        }
    }

    async Task PumpAsync(ProxiedConnection connection, Socket from, Socket to, bool toServer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer, _end.Token);
                if (read == 0)
                    return;
                if (connection.IsForgotten)
                    continue;
                if (toServer && connection.Asks())
                    Interlocked.Increment(ref _roundTrips);
                if (toServer)
                    Interlocked.Add(ref _toServer, read);
                if (Volatile.Read(ref _frozen) is { } frozen)
                    await frozen.Task.WaitAsync(_end.Token);
                if (!toServer)
                {
                    if (Volatile.Read(ref _held) is { } held)
                        await held.Task.WaitAsync(_end.Token);
                    if (LoseAnswers)
                    {
                        connection.Cut();
                        return;
                    }
                    if (Delay > TimeSpan.Zero)
                        await Task.Delay(Delay, _end.Token);
                    connection.Answers();
                    Interlocked.Add(ref _toClient, read);
                }
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
