namespace KinesisEnricher.Runtime.Aws;

/// <summary>A record as read from a shard.</summary>
/// <param name="SequenceNumber">Its place in the shard.</param>
/// <param name="PartitionKey">The key that it was put with.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="ArrivalTime">When the stream took it, to the millisecond, in UTC.</param>
/// <param name="EncryptionType"><c>NONE</c> or <c>KMS</c>; null when the server does not say.</param>
public sealed record StreamRecord(string SequenceNumber, string PartitionKey, ReadOnlyMemory<byte> Data, DateTimeOffset ArrivalTime, string? EncryptionType);
