using System.Net;
using System.Net.Sockets;
using System.Text;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

/// <summary>
/// A server that answers one request after the other with the texts of a script, whatever is asked. A null closes the connection on the request; a text that
/// ends with <see cref="Close"/> closes it after the answer.
/// </summary>
sealed class ScriptedServer : IAsyncDisposable
{
    public const string Close = "\0";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Queue<string?> _script;
    readonly Task _serving;

    public ScriptedServer(params string?[] script)
    {
        _script = new Queue<string?>(script);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Start lines of the requests that came, and their bodies.</summary>
    public List<(string Line, string Body, string? ContentType, string? ErrorType)> Requests { get; } = [];

    public int Connections { get; private set; }

    public static string Answer(string status, string body = "", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public static string Next(string body = "{}", string headers = "") => Answer("200 OK", body, $"Lambda-Runtime-Aws-Request-Id: id-1\r\n{headers}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (_script.Count > 0)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Connections++;
                await ServeAsync(new NetworkStream(socket));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(NetworkStream stream)
    {
        var reader = new HttpMessageReader(stream);
        while (_script.Count > 0 && await reader.WaitAsync(_stop.Token))
        {
            using var request = await reader.ReadAsync();
            Requests.Add((request.StartLine, Encoding.UTF8.GetString(request.Body.Span), request.Header("Content-Type"), request.Header("Lambda-Runtime-Function-Error-Type")));
            if (_script.Dequeue() is not { } answer)
                return;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.TrimEnd('\0')), _stop.Token);
            if (answer.EndsWith(Close, StringComparison.Ordinal))
                return;
        }
    }
}
