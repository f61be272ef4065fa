using System.Buffers;
using System.Globalization;
using System.Text;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>The Lambda Runtime API, version 2018-06-01. One call at a time.</summary>
public sealed class RuntimeApiClient(RuntimeApiEndpoint endpoint) : IDisposable
{
    const string Json = "application/json";
    const string ErrorJson = "application/vnd.aws.lambda.error+json";

    readonly HttpConnection _connection = new(endpoint);
    readonly PooledBuffer _request = new();

    /// <summary>Waits for the next invocation, for as long as it takes.</summary>
    /// <param name="waiting">Ends the wait; an invocation that has begun to arrive is still returned.</param>
    /// <exception cref="RuntimeApiException">There will be none: the process is to end.</exception>
    public async Task<Invocation> NextAsync(CancellationToken waiting)
    {
        using var answer = await SendAsync("GET", "invocation/next", contentType: null, body: default, errorType: null, waiting);
        var requestId = answer.Header("Lambda-Runtime-Aws-Request-Id");
        if (string.IsNullOrEmpty(requestId))
            throw new RuntimeApiException($"The Runtime API at {endpoint} gave an invocation without a Lambda-Runtime-Aws-Request-Id.");
        return new Invocation(answer.TakeBody())
        {
            RequestId = requestId,
            Deadline = ParseDeadline(answer.Header("Lambda-Runtime-Deadline-Ms")),
            TraceId = answer.Header("Lambda-Runtime-Trace-Id"),
            FunctionArn = answer.Header("Lambda-Runtime-Invoked-Function-Arn"),
        };
    }

    /// <summary>Answers an invocation.</summary>
    /// <exception cref="RuntimeApiException">The answer was not taken.</exception>
    public async Task RespondAsync(string requestId, ReadOnlyMemory<byte> json)
    {
        using var _ = await SendAsync("POST", $"invocation/{requestId}/response", Json, json, errorType: null, CancellationToken.None);
    }

    /// <summary>Reports that an invocation failed.</summary>
    /// <exception cref="RuntimeApiException">The report was not taken.</exception>
    public Task FailAsync(string requestId, Exception exception) => ReportAsync($"invocation/{requestId}/error", "Function", exception);

    /// <summary>Reports that the function cannot start.</summary>
    /// <exception cref="RuntimeApiException">The report was not taken.</exception>
    public Task FailInitAsync(Exception exception) => ReportAsync("init/error", "Init", exception);

    public void Dispose()
    {
        _connection.Dispose();
        _request.Dispose();
    }

    async Task ReportAsync(string path, string category, Exception exception)
    {
        using var body = new PooledBuffer();
        ErrorReport.Write(body, exception);
        using var _ = await SendAsync("POST", path, ErrorJson, body.Written, $"{category}.{exception.GetType().Name}", CancellationToken.None);
    }

    async ValueTask<HttpMessage> SendAsync(
        string method, string path, string? contentType, ReadOnlyMemory<byte> body, string? errorType, CancellationToken waiting)
    {
        var head = new StringBuilder(256)
            .Append(method).Append(' ').Append(endpoint.Path).Append("/2018-06-01/runtime/").Append(path).Append(" HTTP/1.1\r\nHost: ").Append(endpoint.Authority);
        if (contentType is not null)
            head.Append("\r\nContent-Type: ").Append(contentType).Append("\r\nContent-Length: ").Append(CultureInfo.InvariantCulture, $"{body.Length}");
        if (errorType is not null)
            head.Append("\r\nLambda-Runtime-Function-Error-Type: ").Append(errorType);
        head.Append("\r\n\r\n");

        _request.Clear();
        Encoding.ASCII.GetBytes(head.ToString(), _request);
        _request.Write(body.Span);
        var answer = await _connection.SendAsync(_request.Written, waiting);
        var status = StatusOf(answer);
        if (status is >= 200 and < 300)
            return answer;
        using (answer)
            throw new RuntimeApiException($"The Runtime API at {endpoint} answered {method} {path} with {status}: {Shown(answer.Body.Span)}", status);
    }

    int StatusOf(HttpMessage answer)
    {
        // HTTP/1.1 200 OK
        var line = answer.StartLine.AsSpan();
        if (line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12
            && int.TryParse(line.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return status;
        throw new RuntimeApiException($"The Runtime API at {endpoint} answered '{answer.StartLine}', which is not HTTP/1.1.");
    }

    static string Shown(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body[..Math.Min(body.Length, 500)]).Trim();

    static DateTimeOffset? ParseDeadline(string? epochMilliseconds) =>
        long.TryParse(epochMilliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
}
