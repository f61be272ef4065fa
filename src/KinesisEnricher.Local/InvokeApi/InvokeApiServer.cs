using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.Emulators;
using KinesisEnricher.Local.EventSourceMapping;

namespace KinesisEnricher.Local.InvokeApi;

/// <summary>
/// Lambda's Invoke API on this machine, version 2015-03-31, for one function: what the AWS CLI's <c>lambda invoke</c>, <c>dotnet lambda invoke-function</c> and curl
/// against the runtime interface emulator's path ask.
/// </summary>
sealed class InvokeApiServer : IAsyncDisposable
{
    const int MaxPayloadBytes = 6 * 1024 * 1024;
    const int MaxLogBytes = 4 * 1024;
    const string Account = "us-east-1:000000000000";
    const string EmulatorName = "function";

    readonly HttpListener _listener;
    readonly string _function;
    readonly TimeSpan _timeout;
    readonly IFunctionInvoker _invoker;
    readonly Action<string> _log;
    readonly TimeProvider _time;
    readonly Task _serving;

    InvokeApiServer(HttpListener listener, int port, string function, TimeSpan timeout, IFunctionInvoker invoker, Action<string> log, TimeProvider time)
    {
        (_listener, _function, _timeout, _invoker, _log, _time) = (listener, function, timeout, invoker, log, time);
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _serving = AcceptAsync();
    }

    /// <summary>What <c>AWS_ENDPOINT_URL_LAMBDA</c> is to be set to.</summary>
    public Uri Endpoint { get; }

    /// <param name="port">A port of the loopback address; 0 takes a free one.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="timeout">Its time-out, for its configuration.</param>
    /// <param name="invoker">Invokes it.</param>
    /// <param name="log">Takes a line per invocation.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static InvokeApiServer Start(int port, string function, TimeSpan timeout, IFunctionInvoker invoker, Action<string> log, TimeProvider time)
    {
        if (port == 0)
            port = LocalServer.FreePort();
        var listener = new HttpListener();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));
        listener.Start();
        return new InvokeApiServer(listener, port, function, timeout, invoker, log, time);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    async Task AcceptAsync()
    {
        var requests = new List<Task>();
        try
        {
            while (true)
            {
                requests.Add(ServeAsync(await _listener.GetContextAsync()));
                requests.RemoveAll(request => request.IsCompletedSuccessfully);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(requests);
        }
    }

    async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            await AnswerAsync(context.Request, context.Response);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException || (e is InvalidOperationException && !_listener.IsListening))
        {
            // The caller went, or this server stops: nobody is left to tell.
        }
    }

    async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        var path = request.Url!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is not ["2015-03-31", "functions", var encoded, ..])
        {
            await RefuseAsync(response, 404, "ResourceNotFoundException", $"There is nothing at {request.Url.AbsolutePath}: this is Lambda's Invoke API.");
            return;
        }
        var name = Uri.UnescapeDataString(encoded);
        if (!IsMine(name))
        {
            await RefuseAsync(response, 404, "ResourceNotFoundException", $"Function not found: {(name.StartsWith("arn:", StringComparison.Ordinal) ? name : ArnOf(name))}");
            return;
        }
        switch ((request.HttpMethod, path[3..]))
        {
            case ("POST", ["invocations"]):
                await InvokeAsync(request, response);
                break;
            case ("GET", ["configuration"]):
                await SendAsync(response, 200, Write(WriteConfiguration));
                break;
            case ("GET", []):
                await SendAsync(response, 200, Write(json =>
                {
                    json.WritePropertyName("Configuration"u8);
                    json.WriteStartObject();
                    WriteConfiguration(json);
                    json.WriteEndObject();
                }));
                break;
            default:
                await RefuseAsync(response, 405, "MethodNotAllowedException", $"{request.HttpMethod} {request.Url.AbsolutePath} is not served here.");
                break;
        }
    }

    async Task InvokeAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        if (body.Length > MaxPayloadBytes)
        {
            await RefuseAsync(response, 413, "RequestTooLargeException", $"Request must be smaller than {MaxPayloadBytes} bytes for the InvokeFunction operation");
            return;
        }
        var payload = body.Length == 0 ? "{}"u8.ToArray() : body.ToArray();
        if (!IsJson(payload))
        {
            await RefuseAsync(response, 400, "InvalidRequestContentException", "Could not parse request body into json");
            return;
        }
        switch (request.Headers["X-Amz-Invocation-Type"])
        {
            case "DryRun":
                response.StatusCode = 204;
                return;
            case "Event":
                await SendAsync(response, 202, default);
                response.Close();
                await TryInvokeAsync(payload);
                return;
            default:
                await RespondAsync(request, response, payload);
                return;
        }
    }

    async Task RespondAsync(HttpListenerRequest request, HttpListenerResponse response, byte[] payload)
    {
        if (await TryInvokeAsync(payload) is not var (answer, log))
        {
            await RefuseAsync(response, 502, "ServiceException", "The function was not invoked.");
            return;
        }
        response.Headers["x-amzn-RequestId"] = answer.RequestId;
        response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (answer.FunctionError is { } error)
            response.Headers["X-Amz-Function-Error"] = error;
        if (request.Headers["X-Amz-Log-Type"] == "Tail")
        {
            var text = Encoding.UTF8.GetBytes(log);
            response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(text.AsSpan(Math.Max(0, text.Length - MaxLogBytes)));
        }
        await SendAsync(response, 200, answer.Payload);
    }

    async Task<(FunctionAnswer Answer, string Log)?> TryInvokeAsync(byte[] payload)
    {
        var start = _time.GetTimestamp();
        try
        {
            var answer = await _invoker.InvokeAsync(payload);
            var took = _time.GetElapsedTime(start).TotalMilliseconds;
            var line = answer.FunctionError is null ? answer.Summary : $"{answer.FunctionError}: {answer.Summary}";
            _log(string.Create(CultureInfo.InvariantCulture, $"{answer.RequestId}  {took:0} ms  {line}"));
            return (answer, string.Create(
                CultureInfo.InvariantCulture,
                $"START RequestId: {answer.RequestId} Version: $LATEST\n{line}\nEND RequestId: {answer.RequestId}\nREPORT RequestId: {answer.RequestId}\tDuration: {took:0.00} ms\tBilled Duration: {Math.Ceiling(took):0} ms\n"));
        }
        catch (FunctionUnavailableException e)
        {
            _log(e.Message);
            return null;
        }
    }

    bool IsMine(string name)
    {
        // A name, a name and its qualifier, or an ARN with or without one.
        var parts = name.StartsWith("arn:", StringComparison.Ordinal) ? name.Split(':').Skip(6).ToArray() : name.Split(':');
        return parts is [var plain, ..] && (string.Equals(plain, _function, StringComparison.Ordinal) || string.Equals(plain, EmulatorName, StringComparison.Ordinal));
    }

    void WriteConfiguration(Utf8JsonWriter json)
    {
        json.WriteString("FunctionName"u8, _function);
        json.WriteString("FunctionArn"u8, ArnOf(_function));
        json.WriteString("Runtime"u8, "dotnet10"u8);
        json.WriteString("Handler"u8, "KinesisEnricher"u8);
        json.WriteString("PackageType"u8, "Zip"u8);
        json.WriteNumber("Timeout"u8, (int)_timeout.TotalSeconds);
        json.WriteNumber("MemorySize"u8, 512);
        json.WriteString("Version"u8, "$LATEST"u8);
        json.WriteString("State"u8, "Active"u8);
        json.WriteString("LastUpdateStatus"u8, "Successful"u8);
    }

    static string ArnOf(string name) => $"arn:aws:lambda:{Account}:function:{name}";

    static bool IsJson(byte[] payload)
    {
        try
        {
            using var _ = JsonDocument.Parse(payload);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static Task RefuseAsync(HttpListenerResponse response, int status, string type, string message)
    {
        response.Headers["x-amzn-ErrorType"] = type;
        return SendAsync(response, status, Write(json =>
        {
            json.WriteString("Type"u8, "User"u8);
            json.WriteString("Message"u8, message);
        }));
    }

    static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return output.WrittenMemory;
    }

    static async Task SendAsync(HttpListenerResponse response, int status, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body);
    }
}
