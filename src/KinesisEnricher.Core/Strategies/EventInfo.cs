namespace KinesisEnricher.Core.Strategies;

/// <summary>What the CloudEvent says of the event itself.</summary>
/// <param name="Id">The event's own id; null makes one of shard, sequence number and sub-sequence.</param>
/// <param name="Time">When it happened; null leaves the arrival time.</param>
/// <param name="Subject">The entity's key; null takes the first planned state key, if any.</param>
public readonly record struct EventInfo(string? Id, DateTimeOffset? Time, string? Subject = null);
