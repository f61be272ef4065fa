using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>How far a delivery has come in a shard.</summary>
sealed class ShardProgress(Shard shard)
{
    readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    public Shard Shard => shard;

    /// <summary>The record before; null at the first.</summary>
    public Position? Last { get; set; }

    /// <summary>What marks of a record with this key are kept by.</summary>
    public string SourceOf(string recordPartitionKey)
    {
        if (!_sources.TryGetValue(recordPartitionKey, out var source))
            _sources.Add(recordPartitionKey, source = Mark.SourceOf(shard, recordPartitionKey));
        return source;
    }
}
