using System.Collections.Concurrent;
using System.Net;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>What a rule may do with a request: change it, pass it on, change the answer, make one up, or answer null, which cuts the connection.</summary>
/// <param name="request">What the client asks.</param>
/// <param name="forward">Passes a request on to the server. A rule that does and then answers null loses the answer to something that was done.</param>
public delegate Task<ProxiedResponse?> HttpRule(ProxiedRequest request, Func<ProxiedRequest, Task<ProxiedResponse>> forward);

/// <summary>Stands between an AWS client and an emulator: counts requests, and does with them what its rule says.</summary>
public sealed class HttpFaultProxy : IAsyncDisposable
{
    static readonly HttpRule Pass = async (request, forward) => await forward(request);

    readonly HttpListener _listener;
    readonly HttpClient _client;
    readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    readonly Task _serving;

    /// <param name="target">The server's address.</param>
    /// <param name="rule">Null passes everything on.</param>
    public HttpFaultProxy(Uri target, HttpRule? rule = null)
    {
        Rule = rule ?? Pass;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = target };
        (_listener, Endpoint) = Listen();
        _serving = ServeAsync();
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
        _listener.Stop();
        await _serving;
        _listener.Close();
        _client.Dispose();
    }

    static (HttpListener, Uri) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add(endpoint.ToString());
            try
            {
                listener.Start();
                return (listener, endpoint);
            }
            catch (HttpListenerException) when (attempt < 10) // Somebody took the port first.
            {
            }
        }
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = AnswerAsync(context);
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var request = await ProxiedRequest.ReadAsync(context.Request);
            _requests.Enqueue(request);
            if (await Rule(request, ForwardAsync) is { } response)
                await response.WriteAsync(context.Response);
            else
                context.Response.Abort();
        }
        catch (Exception e) when (e is HttpRequestException or HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            context.Response.Abort(); // The client gave up, or the server did: either way the connection is cut.
        }
    }

    async Task<ProxiedResponse> ForwardAsync(ProxiedRequest request)
    {
        using var message = request.ToMessage();
        using var response = await _client.SendAsync(message);
        return await ProxiedResponse.ReadAsync(response);
    }
}
