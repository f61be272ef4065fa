using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A function behind Lambda's Invoke API: the cloud's, that of <c>serve</c>, or the runtime interface emulator's.</summary>
/// <param name="url">Where invocations are posted.</param>
/// <param name="access">In whose name.</param>
/// <param name="timeout">How long the function may take. One that takes longer failed, and is not merely out of reach.</param>
/// <param name="time">The clock.</param>
sealed class HttpInvoker(Uri url, AwsAccess access, TimeSpan timeout, TimeProvider time) : IFunctionInvoker, IDisposable
{
    const string Path = "/2015-03-31/functions/function/invocations";
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = Grace }) { Timeout = Timeout.InfiniteTimeSpan }; // Each call has its own.
    readonly RequestSigner _signer = new(access.Credentials, access.Region, "lambda", time);
    readonly Uri _url = url.AbsolutePath == "/" ? new Uri(url, Path) : url;

    public async Task<FunctionAnswer> InvokeAsync(ReadOnlyMemory<byte> utf8Event)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(utf8Event) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await _signer.SignAsync(request, utf8Event);
        using var over = new CancellationTokenSource(timeout + Grace, time);
        try
        {
            using var response = await _http.SendAsync(request, over.Token);
            return Read(response, await response.Content.ReadAsByteArrayAsync(over.Token));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return TimedOut.After(timeout, Guid.NewGuid().ToString());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new FunctionUnavailableException($"The function at {_url} does not answer: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    FunctionAnswer Read(HttpResponseMessage response, byte[] payload)
    {
        var requestId = Header(response, "x-amzn-RequestId") ?? Guid.NewGuid().ToString();
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            return new FunctionAnswer(requestId, payload, "RequestTooLarge");
        if (!response.IsSuccessStatusCode)
            throw new FunctionUnavailableException($"The function at {_url} was not invoked: HTTP {(int)response.StatusCode} {Encoding.UTF8.GetString(payload)}");
        var error = ErrorOf(payload);
        return new FunctionAnswer(requestId, payload, Header(response, "X-Amz-Function-Error") ?? (error is null ? null : "Unhandled")) { Summary = error ?? "" };
    }

    static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>What the function says went wrong; null for an answer. The runtime interface emulator tells of an error nowhere else.</summary>
    static string? ErrorOf(byte[] payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("errorType"u8, out var type)
                && json.RootElement.TryGetProperty("errorMessage"u8, out var message)
                ? $"{type}: {message}"
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
