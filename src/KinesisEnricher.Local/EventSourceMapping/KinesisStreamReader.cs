using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A stream of Kinesis, or of what stands in for it.</summary>
/// <param name="client">Reaches it.</param>
/// <param name="stream">The stream's name.</param>
public sealed class KinesisStreamReader(KinesisClient client, string stream) : IStreamReader
{
    public Task<IReadOnlyList<StreamShard>> ListShardsAsync(CancellationToken cancellationToken) => client.ListShardsAsync(stream, cancellationToken);

    public Task<string> GetIteratorAsync(string shardId, IteratorStart start, CancellationToken cancellationToken) =>
        client.GetShardIteratorAsync(stream, shardId, start, cancellationToken);

    public Task<RecordPage> ReadAsync(string iterator, int limit, CancellationToken cancellationToken) => client.GetRecordsAsync(iterator, limit, cancellationToken);
}
