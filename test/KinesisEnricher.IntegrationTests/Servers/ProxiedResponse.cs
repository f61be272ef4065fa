using System.Globalization;
using System.Text;

namespace KinesisEnricher.IntegrationTests.Servers;

/// <summary>An answer that goes through an <see cref="HttpFaultProxy"/>, or that it made up.</summary>
public sealed record ProxiedResponse(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>An answer of DynamoDB or Kinesis.</summary>
    public static ProxiedResponse Json(int status, string body) =>
        new(status, new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.0" }, Encoding.UTF8.GetBytes(body));

    /// <summary>An error of DynamoDB or Kinesis, such as <c>ProvisionedThroughputExceededException</c>.</summary>
    public static ProxiedResponse Error(string type, string message = "", int status = 400) =>
        Json(status, $$"""{"__type":"com.amazonaws#{{type}}","message":"{{message}}"}""");

    /// <summary>S3's answer to a put that was to be the first.</summary>
    public static ProxiedResponse PreconditionFailed() => new(412, new Dictionary<string, string> { ["Content-Type"] = "application/xml" },
        "<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>"u8.ToArray());

    internal static async Task<ProxiedResponse> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => !ProxiedRequest.IsOfTheConnection(header.Key))
            .ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    internal async Task WriteAsync(Stream stream, bool withBody, CancellationToken cancellationToken)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Answer\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), cancellationToken);
        if (withBody)
            await stream.WriteAsync(Body, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
