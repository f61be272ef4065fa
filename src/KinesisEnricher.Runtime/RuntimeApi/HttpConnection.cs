using System.Net.Sockets;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>One kept-alive HTTP/1.1 connection, opened when it is first needed. One request at a time.</summary>
sealed class HttpConnection(RuntimeApiEndpoint endpoint) : IDisposable
{
    BlockingStream? _stream;
    HttpMessageReader? _reader;

    /// <param name="request">The whole request: request line, headers, empty line, body.</param>
    /// <param name="waiting">Ends the wait for the answer's first byte; an answer that has begun is read to its end.</param>
    /// <exception cref="RuntimeApiException">No connection, or no HTTP answer.</exception>
    public async ValueTask<HttpMessage> SendAsync(ReadOnlyMemory<byte> request, CancellationToken waiting)
    {
        var wasOpen = _stream is not null;
        try
        {
            // The other side may have closed a connection that lay idle: that shows only now, and as long as no byte of an answer came, asking again is safe.
            var answer = await TryExchangeAsync(request, waiting);
            if (answer is null && wasOpen)
                answer = await TryExchangeAsync(request, waiting);
            return answer ?? throw new RuntimeApiException($"The Runtime API at {endpoint} closed the connection without an answer.");
        }
        catch (Exception fault) when (fault is SocketException or IOException or InvalidDataException)
        {
            Close();
            throw new RuntimeApiException($"The Runtime API at {endpoint} cannot be reached, or does not answer in HTTP/1.1: {fault.Message}", inner: fault);
        }
        catch (OperationCanceledException)
        {
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    /// <returns>Null when the connection was closed before the answer's first byte.</returns>
    async ValueTask<HttpMessage?> TryExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken waiting)
    {
        var stream = _stream ??= Connect();
        var reader = _reader ??= new HttpMessageReader(stream);
        try
        {
            await stream.WriteAsync(request, CancellationToken.None);
            if (!await reader.WaitAsync(waiting))
            {
                Close();
                return null;
            }
        }
        catch (IOException)
        {
            Close();
            return null;
        }
        var answer = await reader.ReadAsync();
        if (answer.IsLast)
            Close();
        return answer;
    }

    /// <summary>Blocks, for ever after too: a socket that connects asynchronously once goes through the thread pool for good.</summary>
    BlockingStream Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(endpoint.Address);
            return new BlockingStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    void Close()
    {
        _stream?.Dispose();
        _stream = null;
        _reader = null;
    }
}
