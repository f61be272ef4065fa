using System.Globalization;
using System.Text;

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
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <returns>The next request of a connection; null when there is none.</returns>
    internal static async Task<ProxiedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(stream, cancellationToken) is not { Length: > 0 } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream, cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        if (headers.ContainsKey("Expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        var parts = first.Split(' ');
        return new(parts[0], parts[1], headers, body);
    }

    static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var next = new byte[1];
        while (await stream.ReadAsync(next, cancellationToken) == 1)
        {
            if (next[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next[0]);
        }
        return null;
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
