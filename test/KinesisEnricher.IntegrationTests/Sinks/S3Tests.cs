using Amazon.S3;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>Buckets behind a proxy that fails, and a stream whose folders nobody else has.</summary>
public abstract class S3Tests(S3rver s3rver) : IAsyncLifetime
{
    protected const string ShardId = "shardId-000000000000";

    readonly AmazonS3Client _reader = S3Access.Connect(s3rver.Endpoint);

    protected string StreamArn { get; } = $"arn:aws:kinesis:eu-central-1:111122223333:stream/{Guid.NewGuid():N}";

    protected HttpFaultProxy Proxy { get; } = new(s3rver.Endpoint);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await Proxy.DisposeAsync();
    }

    internal S3Bucket Bucket(string name, string variable) => S3Access.Bucket(Proxy.Endpoint, name, variable);

    /// <summary>The objects of a shard's folder.</summary>
    protected Task<SortedDictionary<string, byte[]>> ReadAsync(string bucket, string prefix, string shardId) =>
        _reader.ReadAsync(bucket, prefix + S3Access.FolderOf(StreamArn, shardId));
}
