namespace KinesisEnricher.Runtime.Aws;

/// <summary>A record to be put on a stream.</summary>
/// <param name="PartitionKey">1 to 256 characters.</param>
/// <param name="Data">The record's bytes.</param>
/// <param name="ExplicitHashKey">A decimal number below 2^128 that decides the shard in place of the partition key's hash; null without one.</param>
public readonly record struct PutEntry(string PartitionKey, ReadOnlyMemory<byte> Data, string? ExplicitHashKey = null);
