using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Sinks;

/// <summary>Makes clients of S3.</summary>
static class S3Clients
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    public static AmazonS3Client Create(AwsAccess access)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard, // Whatever AWS_RETRY_MODE says: the adaptive one holds calls back by itself.
            MaxErrorRetry = 0, // The pipeline tries again, because it knows the deadline.
            IgnoreConfiguredEndpointUrls = true, // They come as an argument.
            ConnectTimeout = ConnectTimeout,
            Timeout = RequestTimeout,
            // A signature has the content's hash in it: a checksum besides would be a second one.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (access.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = access.Region;
            config.ForcePathStyle = true; // Such an address seldom has a host name for each bucket.
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(access.Region);
        }
        return new AmazonS3Client(access.Credentials, config);
    }
}
