namespace KinesisEnricher.Runtime.Aws;

/// <summary>What a GetRecords call gave.</summary>
/// <param name="Records">In the shard's order; may be empty although more follow.</param>
/// <param name="NextIterator">Where to go on, good for five minutes; null when the shard is closed and read to its end.</param>
/// <param name="Behind">How far the page is behind the end of the shard.</param>
public sealed record RecordPage(IReadOnlyList<StreamRecord> Records, string? NextIterator, TimeSpan Behind);
