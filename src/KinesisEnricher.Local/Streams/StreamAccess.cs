using Amazon.Runtime;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Streams;

/// <summary>Reaches the Kinesis that the environment names.</summary>
static class StreamAccess
{
    /// <summary>The stream that commands take when none is named.</summary>
    public const string DefaultStream = "events";

    /// <summary>A client and the stream, which is there and ready.</summary>
    /// <param name="options">Where Kinesis is.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="UsageException">Kinesis cannot be reached, or has no such stream. The message names both.</exception>
    public static async Task<(KinesisClient Client, StreamSummary Stream)> OpenAsync(
        EnricherOptions options, string stream, TimeProvider time, CancellationToken cancellationToken)
    {
        var access = AwsAccess.From(options.Variables, options.Endpoints.Kinesis);
        return await SaidClearlyAsync(access, async () =>
        {
            var client = new KinesisClient(access, new KinesisClientOptions { Time = time, RequestTimeout = TimeSpan.FromSeconds(30) });
            try
            {
                return (client, await client.DescribeStreamAsync(stream, cancellationToken));
            }
            catch (KinesisException e) when (e.Fault == KinesisFault.NotFound)
            {
                client.Dispose();
                throw new UsageException(
                    $"There is no stream '{stream}' at {access.EndpointOf("kinesis")}. Name another with --stream; to have one made on this machine: -- up", e);
            }
            catch
            {
                client.Dispose();
                throw;
            }
        });
    }

    /// <summary>Says where it was when a call fails.</summary>
    static async Task<T> SaidClearlyAsync<T>(AwsAccess access, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (KinesisException e)
        {
            throw new UsageException($"Kinesis at {access.EndpointOf("kinesis")} cannot be used: {e.Message} AWS_ENDPOINT_URL_KINESIS says where it is.", e);
        }
        catch (AmazonClientException e)
        {
            throw new UsageException($"There are no AWS credentials: {e.Message}", e);
        }
    }
}
