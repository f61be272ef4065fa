using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>What a rule may do with a request: change it, pass it on, change the answer, make one up, or answer null, which cuts the connection.</summary>
/// <param name="request">What the client asks.</param>
/// <param name="forward">Passes a request on to the server. A rule that does and then answers null loses the answer to something that was done.</param>
public delegate Task<ProxiedResponse?> HttpRule(ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward);

/// <summary>Stands between an AWS client and an emulator: counts requests, and does with them what its rule says.</summary>
public sealed class HttpFaultProxy : IAsyncDisposable
{
    static readonly HttpRule Pass = async (request, forward) => await forward(request);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly HttpClient _client;
    readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    readonly Task _accepting;

    /// <param name="target">The server's address.</param>
    /// <param name="rule">Null passes everything on.</param>
    public HttpFaultProxy(Uri target, HttpRule? rule = null)
    {
        Rule = rule ?? Pass;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = target };
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>May be changed at any time; requests under way end by the rule that they began with.</summary>
    public HttpRule Rule { get; set; }

    /// <summary>Every request so far, in the order of its arrival.</summary>
    public IReadOnlyCollection<ProxiedRequest> Requests => _requests;

    public void Forget() => _requests.Clear();

    /// <summary>Requests so far of one operation of DynamoDB or Kinesis, such as <c>BatchGetItem</c>.</summary>
    public int Count(string operation) => _requests.Count(request => request.Operation == operation);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _client.Dispose();
        _end.Dispose();
    }

    async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
        }
        await Task.WhenAll(connections);
    }

    async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            connection.NoDelay = true;
            connection.LingerState = new LingerOption(true, 0); // A cut connection is reset. One that the client closes is not kept waiting.
            try
            {
                var stream = new BufferedStream(connection.GetStream());
                while (await ProxiedRequest.ReadAsync(stream, _end.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    if (await Rule(request, ForwardAsync).WaitAsync(_end.Token) is not { } response)
                        return;
                    await response.WriteAsync(stream, withBody: request.Method != "HEAD", _end.Token);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The client gave up, or the server did: either way the connection is cut.
            }
        }
    }

    async Task<ProxiedResponse> ForwardAsync(ProxiedRequest request)
    {
        using var message = request.ToMessage();
        using var response = await _client.SendAsync(message, _end.Token);
        return await ProxiedResponse.ReadAsync(response);
    }
}
