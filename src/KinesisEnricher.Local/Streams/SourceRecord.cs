namespace KinesisEnricher.Local.Streams;

/// <summary>A record to be put on a stream.</summary>
/// <param name="PartitionKey">Its key.</param>
/// <param name="Data">Its bytes.</param>
sealed record SourceRecord(string PartitionKey, ReadOnlyMemory<byte> Data);
