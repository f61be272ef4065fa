using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A record on its way through a mapping.</summary>
/// <param name="SequenceNumber">Its place in the shard.</param>
/// <param name="PartitionKey">Its key.</param>
/// <param name="Arrival">When the stream took it.</param>
/// <param name="Json">It as an element of a Lambda event's <c>Records</c>, UTF-8.</param>
public sealed record MappedRecord(SequenceNumber SequenceNumber, string PartitionKey, DateTimeOffset Arrival, ReadOnlyMemory<byte> Json);
