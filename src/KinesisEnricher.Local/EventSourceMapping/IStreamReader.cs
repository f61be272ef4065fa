using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What a mapping asks of the stream that it reads.</summary>
public interface IStreamReader
{
    /// <summary>The shards that still have records, closed ones included.</summary>
    Task<IReadOnlyList<StreamShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>An iterator over a shard.</summary>
    Task<string> GetIteratorAsync(string shardId, IteratorStart start, CancellationToken cancellationToken);

    /// <summary>The records at an iterator, <paramref name="limit"/> of them at most.</summary>
    Task<RecordPage> ReadAsync(string iterator, int limit, CancellationToken cancellationToken);
}
