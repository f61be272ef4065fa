using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.DynamoDb;

/// <summary>Makes the client with settings that fit a function: whoever calls it has a deadline, and tries again by itself.</summary>
static class DynamoDbClients
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    public static AmazonDynamoDBClient Create(AwsAccess access)
    {
        var config = new AmazonDynamoDBConfig
        {
            ConnectTimeout = ConnectTimeout,
            Timeout = RequestTimeout,
            RetryMode = RequestRetryMode.Standard, // Whatever AWS_RETRY_MODE says: the adaptive one holds calls back by itself.
            MaxErrorRetry = 0, // The pipeline tries again, because it knows the deadline.
            IgnoreConfiguredEndpointUrls = true, // They come as an argument.
            AllowAutoRedirect = false, // DynamoDB sends nobody elsewhere.
        };
        if (access.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = access.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(access.Region);
        }
        return new LeanClient(access.Credentials, config);
    }

    /// <summary>
    /// A client without the steps that nobody here asks for: discovery of endpoints, which DynamoDB does not need, the SDK's events, and its own spans and metrics.
    /// The pipeline has a span for each stage that calls it.
    /// </summary>
    sealed class LeanClient(AWSCredentials credentials, AmazonDynamoDBConfig config) : AmazonDynamoDBClient(credentials, config)
    {
        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
        {
            base.CustomizeRuntimePipeline(pipeline);
            Remove<EndpointDiscoveryHandler>(pipeline);
            Remove<ErrorCallbackHandler>(pipeline);
            Remove<CallbackHandler>(pipeline);
            Remove<MetricsHandler>(pipeline);
        }

        /// <summary>Another version of the SDK may not have it.</summary>
        static void Remove<T>(RuntimePipeline pipeline)
            where T : IPipelineHandler
        {
            while (pipeline.Handlers.Exists(handler => handler.GetType() == typeof(T)))
                pipeline.RemoveHandler<T>();
        }
    }
}
