using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace KinesisEnricher.Runtime.Aws;

/// <summary>
/// Signs requests to a service with AWS Signature Version 4, in their headers. For all services but S3, which encodes paths in a way of its own. Safe for concurrent
/// use.
/// </summary>
/// <param name="credentials">Whose name the requests are made in; asked for each request, so that those that expire are renewed.</param>
/// <param name="region">The region that the signature is for, such as <c>eu-west-1</c>.</param>
/// <param name="service">The service's signing name, such as <c>kinesis</c>.</param>
/// <param name="time">The clock: AWS refuses a signature that is some minutes off.</param>
public sealed class RequestSigner(AWSCredentials credentials, string region, string service, TimeProvider time)
{
    const string DateHeader = "X-Amz-Date";
    const string TokenHeader = "X-Amz-Security-Token";

    /// <summary>Signs the host, <c>Content-Type</c> and every <c>X-Amz-*</c> header, and adds the date, the session token and the signature.</summary>
    /// <param name="request">The request, with its headers; it must not have been signed.</param>
    /// <param name="body">The bytes of its content.</param>
    /// <exception cref="AmazonClientException">There are no credentials, or they cannot be renewed.</exception>
    public async Task SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var identity = await credentials.GetCredentialsAsync().ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        request.Headers.Add(DateHeader, now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        if (identity.UseToken)
            request.Headers.Add(TokenHeader, identity.Token);

        var headers = SignedHeadersOf(request);
        var names = string.Join(';', headers.Keys);
        var canonical = new StringBuilder()
            .Append(request.Method.Method).Append('\n')
            .Append(PathOf(request.RequestUri!)).Append('\n')
            .Append(QueryOf(request.RequestUri!)).Append('\n');
        foreach (var (name, value) in headers)
            canonical.Append(name).Append(':').Append(value).Append('\n');
        canonical.Append('\n').Append(names).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body.Span)));

        var signature = AWS4Signer.ComputeSignature(identity, region, now, service, names, canonical.ToString());
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }

    /// <summary>The path as it is sent, each segment encoded once more.</summary>
    static string PathOf(Uri url) => url.AbsolutePath == "/" ? "/" : string.Join('/', Array.ConvertAll(url.AbsolutePath.Split('/'), Uri.EscapeDataString));

    /// <summary>The parameters, encoded, by their names and those of a name by their values.</summary>
    static string QueryOf(Uri url)
    {
        if (url.Query.Length < 2)
            return "";
        var parameters = Array.ConvertAll(url.Query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries), parameter =>
        {
            var name = parameter.Split('=', 2)[0];
            return (Name: Encode(name), Value: Encode(parameter[Math.Min(name.Length + 1, parameter.Length)..]));
        });
        Array.Sort(parameters, (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var byName ? byName : string.CompareOrdinal(a.Value, b.Value));
        return string.Join('&', Array.ConvertAll(parameters, parameter => $"{parameter.Name}={parameter.Value}"));
    }

    static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    static SortedDictionary<string, string> SignedHeadersOf(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach (var (name, values) in Both(request.Headers, request.Content?.Headers))
        {
            var lower = name.ToLowerInvariant();
            if (lower == "content-type" || lower.StartsWith("x-amz-", StringComparison.Ordinal))
                headers[lower] = string.Join(',', values).Trim();
        }
        return headers;
    }

    static IEnumerable<KeyValuePair<string, IEnumerable<string>>> Both(HttpHeaders request, HttpHeaders? content) => content is null ? request : request.Concat(content);
}
