using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace KinesisEnricher.DynamoDb;

/// <summary>Makes the client with settings that fit a function: whoever calls it has a deadline, and tries again by itself.</summary>
public static class DynamoDbClients
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    /// <param name="region">Such as <c>eu-central-1</c>; null leaves it to the default chain.</param>
    /// <param name="endpoint">In place of AWS's own; null for that.</param>
    /// <param name="credentials">Null leaves them to the default chain.</param>
    public static AmazonDynamoDBClient Create(string? region, Uri? endpoint, AWSCredentials? credentials)
    {
        var config = new AmazonDynamoDBConfig
        {
            ConnectTimeout = ConnectTimeout,
            Timeout = RequestTimeout,
            MaxErrorRetry = 0, // The pipeline tries again, inside the deadline, and counts.
            RetryMode = RequestRetryMode.Standard,
            EndpointDiscoveryEnabled = false,
            IgnoreConfiguredEndpointUrls = true, // They come as an argument.
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region ?? "us-east-1";
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
    }
}
