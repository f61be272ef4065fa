namespace KinesisEnricher.Core.Kinesis;

/// <summary>The shard a record came from. Shard ids repeat between streams, so a shard is named by both.</summary>
/// <param name="StreamArn">ARN of the stream, or of the enhanced fan-out consumer, as <c>eventSourceARN</c> gives it; empty when the event has none.</param>
/// <param name="ShardId">The text left of the first colon of <c>eventID</c>, such as <c>shardId-000000000000</c>; empty when the event has none.</param>
public sealed record Shard(string StreamArn, string ShardId);
