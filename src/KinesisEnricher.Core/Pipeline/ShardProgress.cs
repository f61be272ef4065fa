using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>How far a delivery has come in a shard.</summary>
sealed class ShardProgress(Shard shard)
{
    public Shard Shard => shard;

    /// <summary>The record before; null at the first.</summary>
    public Position? Last { get; set; }
}
