namespace KinesisEnricher.Local.Inputs;

/// <summary>What a Kinesis event holds, at a glance.</summary>
/// <param name="Shards">Distinct shard ids, in event order.</param>
/// <param name="Records">Kinesis records; a KPL aggregate is one.</param>
sealed record BatchSummary(IReadOnlyList<string> Shards, int Records);
