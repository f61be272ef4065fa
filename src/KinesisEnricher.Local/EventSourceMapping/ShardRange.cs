namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Records of a shard, from one sequence number to another, both included.</summary>
/// <param name="StreamArn">The stream.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="Start">The first record's number.</param>
/// <param name="End">The last record's number.</param>
/// <param name="Condition">Why they were given up.</param>
public sealed record ShardRange(string StreamArn, string ShardId, string Start, string End, string Condition);
