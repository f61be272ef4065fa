using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Local.InvokeApi;

/// <summary>The Lambda Runtime API on this machine: hands invocations, one after the other, to the function's process that connects to it.</summary>
public sealed class RuntimeApiServer : IAsyncDisposable
{
    const string Api = "/2018-06-01/runtime/";

    readonly TcpListener _listener;
    readonly string? _path;
    readonly CancellationTokenSource _stop = new();
    readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>();
    readonly ConcurrentDictionary<string, Pending> _inHand = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<RuntimeAnswer> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _serving;

    RuntimeApiServer(TcpListener listener, string? path)
    {
        _listener = listener;
        _path = path;
        _serving = AcceptAsync();
    }

    /// <summary>What <c>AWS_LAMBDA_RUNTIME_API</c> is to be set to.</summary>
    public string Address => $"{_listener.LocalEndpoint}{_path}";

    /// <summary>Ends when a process asks for its first invocation: it has started.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when a process reports that it cannot start.</summary>
    public Task<RuntimeAnswer> InitError => _initError.Task;

    /// <param name="port">A port of the loopback address; 0 takes a free one.</param>
    /// <param name="path">
    /// What the API's paths start with, as Lambda Test Tool v2 has it, such as <c>/MyFunction</c>; empty on Lambda; null for any name or none.
    /// </param>
    public static RuntimeApiServer Start(int port = 0, string? path = "")
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new RuntimeApiServer(listener, path);
    }

    /// <summary>Queues an invocation and waits for its answer.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="cancellationToken">Gives it up: it is not handed out any more, or its answer is passed over.</param>
    public async Task<RuntimeAnswer> InvokeAsync(RuntimeInvocation invocation, CancellationToken cancellationToken = default)
    {
        var pending = new Pending(invocation);
        using var _ = cancellationToken.Register(() => pending.Answer.TrySetCanceled(cancellationToken));
        _waiting.Writer.TryWrite(pending);
        return await pending.Answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true; // Else an answer's second piece waits 40 ms for the first to be acknowledged.
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new HttpMessageReader(stream);
        try
        {
            var more = reader.WaitAsync(_stop.Token).AsTask();
            while (await more)
            {
                using var request = await reader.ReadAsync();
                more = reader.WaitAsync(_stop.Token).AsTask();
                if (!await TryAnswerAsync(stream, request, gone: more))
                    return;
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or OperationCanceledException)
        {
            // The process went, or this server stops: either way nobody is left to tell.
        }
    }

    async Task<bool> TryAnswerAsync(NetworkStream stream, HttpMessage request, Task<bool> gone)
    {
        var target = request.StartLine.Split(' ') is [_, var path, _] ? TargetOf(path) : "";
        switch (target.Split('/'))
        {
            case ["invocation", "next"]:
                return await TryHandOutAsync(stream, gone);
            case ["invocation", var id, "response" or "error"] when _inHand.TryRemove(id, out var pending):
                pending.Answer.TrySetResult(AnswerOf(request, isError: target.EndsWith("/error", StringComparison.Ordinal)));
                await WriteAsync(stream, "202 Accepted", "", "{\"status\":\"OK\"}"u8.ToArray());
                return true;
            case ["init", "error"]:
                _initError.TrySetResult(AnswerOf(request, isError: true));
                await WriteAsync(stream, "202 Accepted", "", "{\"status\":\"OK\"}"u8.ToArray());
                return true;
            default:
                await WriteAsync(stream, "400 Bad Request", "", "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"Invalid request ID\"}"u8.ToArray());
                return true;
        }
    }

    /// <summary>What stands behind the API's own path; empty when the path is not the API's.</summary>
    string TargetOf(string path)
    {
        var api = path.IndexOf(Api, StringComparison.Ordinal);
        if (api < 0)
            return "";
        var isMine = _path is null ? path[..api].LastIndexOf('/') <= 0 : string.Equals(path[..api], _path, StringComparison.Ordinal);
        return isMine ? path[(api + Api.Length)..] : "";
    }

    async Task<bool> TryHandOutAsync(NetworkStream stream, Task<bool> gone)
    {
        _ready.TrySetResult();
        Pending? pending;
        while (!_waiting.Reader.TryRead(out pending) || pending.Answer.Task.IsCompleted)
        {
            if (pending?.Answer.Task.IsCompleted == true)
            {
                pending = null;
                continue; // Given up while it waited.
            }
            var arrival = _waiting.Reader.WaitToReadAsync(_stop.Token).AsTask();
            if (await Task.WhenAny(arrival, gone) == gone)
                return false; // A process that left must not take an invocation with it.
            await arrival;
        }
        var invocation = pending.Invocation;
        _inHand[invocation.RequestId] = pending;
        var headers = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Lambda-Runtime-Aws-Request-Id: {invocation.RequestId}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Lambda-Runtime-Invoked-Function-Arn: {invocation.FunctionArn}\r\n");
        if (invocation.Deadline is { } deadline)
            headers.Append(CultureInfo.InvariantCulture, $"Lambda-Runtime-Deadline-Ms: {deadline().ToUnixTimeMilliseconds()}\r\n");
        if (invocation.TraceId is { } trace)
            headers.Append(CultureInfo.InvariantCulture, $"Lambda-Runtime-Trace-Id: {trace}\r\n");
        await WriteAsync(stream, "200 OK", headers.ToString(), invocation.Event);
        return true;
    }

    static RuntimeAnswer AnswerOf(HttpMessage request, bool isError) =>
        new(request.Body.ToArray(), isError, request.Header("Lambda-Runtime-Function-Error-Type"), request.Header("Content-Type"));

    async Task WriteAsync(NetworkStream stream, string status, string headers, ReadOnlyMemory<byte> body)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(body, _stop.Token);
    }

    sealed record Pending(RuntimeInvocation Invocation)
    {
        public TaskCompletionSource<RuntimeAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
