using Amazon.Runtime;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.Aws;

/// <summary>Streams on a <see cref="Kinesalite"/>.</summary>
static class KinesaliteStreams
{
    public static KinesisClient Connect(Uri endpoint) => new(new AwsAccess(new BasicAWSCredentials("key", "secret"), "us-east-1", endpoint));

    /// <summary>Makes a stream of a name that nobody else has.</summary>
    public static async Task<string> CreateStreamAsync(this KinesisClient client, int shards = 1)
    {
        var name = $"stream-{Guid.NewGuid():N}";
        await client.CreateStreamAsync(name, shards, CancellationToken.None);
        await client.WaitAsync(name);
        return name;
    }

    /// <summary>Waits until the stream is as it was asked to be.</summary>
    public static async Task<StreamSummary> WaitAsync(this KinesisClient client, string stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        StreamSummary summary;
        do
            summary = await client.DescribeStreamAsync(stream, patience.Token);
        while (summary.Status != "ACTIVE");
        return summary;
    }

    /// <summary>Everything on a stream, shard by shard.</summary>
    public static async Task<List<StreamRecord>> ReadAllAsync(this KinesisClient client, string stream)
    {
        var all = new List<StreamRecord>();
        foreach (var shard in await client.ListShardsAsync(stream, CancellationToken.None))
            all.AddRange(await client.ReadAsync(stream, shard.ShardId, IteratorStart.TrimHorizon));
        return all;
    }

    public static async Task<List<StreamRecord>> ReadAsync(this KinesisClient client, string stream, string shardId, IteratorStart start)
    {
        var all = new List<StreamRecord>();
        var iterator = await client.GetShardIteratorAsync(stream, shardId, start, CancellationToken.None);
        while (iterator is not null)
        {
            var page = await client.GetRecordsAsync(iterator, 10_000, CancellationToken.None);
            all.AddRange(page.Records);
            iterator = page.Records.Count == 0 ? null : page.NextIterator;
        }
        return all;
    }
}
