using System.Net;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>A request that a client sent through an <see cref="HttpFaultProxy"/>.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="PathAndQuery">As the client sent it.</param>
/// <param name="Headers">Names in any case.</param>
/// <param name="Body">Empty when there is none.</param>
public sealed record ProxiedRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>What DynamoDB or Kinesis is asked for, such as <c>PutItem</c>; empty for other services.</summary>
    public string Operation => Headers.GetValueOrDefault("X-Amz-Target", "").Split('.')[^1];

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body.Span);

    internal static async Task<ProxiedRequest> ReadAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        var headers = request.Headers.AllKeys.ToDictionary(name => name!, name => request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        return new(request.HttpMethod, request.RawUrl!, headers, body.ToArray());
    }

    internal HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(PathAndQuery, UriKind.Relative)) { Content = new ReadOnlyMemoryContent(Body) };
        foreach (var (name, value) in Headers)
        {
            if (IsOfTheConnection(name))
                continue;
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>Headers that each of the two connections has for itself.</summary>
    internal static bool IsOfTheConnection(string name) =>
        name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION" or "KEEP-ALIVE" or "EXPECT" or "DATE" or "SERVER";
}
