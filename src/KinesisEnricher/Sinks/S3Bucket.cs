using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace KinesisEnricher.Sinks;

/// <summary>A bucket to put objects in. Each put is one attempt.</summary>
/// <param name="connect">Makes the client when the first object is put.</param>
/// <param name="name">The bucket's name.</param>
/// <param name="variable">The variable that names it.</param>
sealed class S3Bucket(Func<IAmazonS3> connect, string name, string variable) : IDisposable
{
    readonly Lazy<IAmazonS3> _client = new(connect, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Puts an object, in place of any other of its name.</summary>
    public Task PutAsync(string key, byte[] content, string contentType, CancellationToken cancellationToken) =>
        SendAsync(RequestOf(key, content, contentType), cancellationToken);

    /// <summary>Puts an object unless there is one of its name.</summary>
    public async Task PutIfAbsentAsync(string key, byte[] content, string contentType, CancellationToken cancellationToken)
    {
        var request = RequestOf(key, content, contentType);
        request.IfNoneMatch = "*";
        try
        {
            await SendAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // There is one already, which is as good.
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    PutObjectRequest RequestOf(string key, byte[] content, string contentType) => new()
    {
        BucketName = name,
        Key = key,
        InputStream = new MemoryStream(content, writable: false),
        ContentType = contentType,
        UseChunkEncoding = false, // The content is at hand as a whole, and not every store that speaks S3 understands chunks.
    };

    async Task SendAsync(PutObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _client.Value.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MovedPermanently)
        {
            throw Fault($"{e.ErrorCode}: {e.Message} Create it, or set {variable}, AWS_REGION or AWS_ENDPOINT_URL_S3.", e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.Forbidden)
        {
            throw Fault($"{e.ErrorCode}: {e.Message} {DestinationException.CheckRights}", e);
        }
        catch (Exception e) when (e is HttpRequestException || e.InnerException is HttpRequestException)
        {
            throw Fault($"{e.Message} Check AWS_REGION and AWS_ENDPOINT_URL_S3.", e);
        }
        catch (AmazonClientException e) when (e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase))
        {
            throw Fault($"{e.Message} {DestinationException.CheckRights}", e);
        }
    }

    DestinationException Fault(string fault, Exception inner)
    {
        var config = _client.Value.Config;
        return new DestinationException(variable, name, config.ServiceURL ?? config.RegionEndpoint?.SystemName ?? "an unknown region", fault, inner);
    }
}
