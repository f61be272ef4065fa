namespace KinesisEnricher.Runtime.Aws;

/// <summary>A shard of a stream.</summary>
/// <param name="ShardId">Such as <c>shardId-000000000000</c>.</param>
/// <param name="ParentShardId">The shard that it was split from or merged of; null when it was made with the stream. It may be gone from the stream.</param>
/// <param name="AdjacentParentShardId">The other shard that it was merged of; null unless it was merged.</param>
/// <param name="StartingHashKey">The lowest hash key that belongs to it, a decimal number below 2^128.</param>
/// <param name="EndingHashKey">The highest.</param>
/// <param name="StartingSequenceNumber">A number at or below that of its first record.</param>
/// <param name="EndingSequenceNumber">A number at or above that of its last record; null while it is open.</param>
public sealed record StreamShard(
    string ShardId, string? ParentShardId, string? AdjacentParentShardId, string StartingHashKey, string EndingHashKey, string StartingSequenceNumber,
    string? EndingSequenceNumber)
{
    /// <summary>True while it takes records.</summary>
    public bool IsOpen => EndingSequenceNumber is null;
}
