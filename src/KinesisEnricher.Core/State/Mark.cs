using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.State;

/// <summary>The last position applied from a source.</summary>
/// <param name="Source">Stream ARN, shard id and the Kinesis record's partition key, as <see cref="SourceOf"/> joins them.</param>
/// <param name="Position">At or below it, everything from that source was applied.</param>
public readonly record struct Mark(string Source, Position Position)
{
    public static string SourceOf(Shard shard, string recordPartitionKey) => $"{shard.StreamArn}/{shard.ShardId}/{recordPartitionKey}";
}
