namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What a page of a shard has for a lane.</summary>
/// <param name="Records">The records, in the shard's order.</param>
/// <param name="CaughtUpTo">Set when the page was the last there was: whatever arrived before this moment has been read.</param>
sealed record LanePage(IReadOnlyList<MappedRecord> Records, DateTimeOffset? CaughtUpTo);
