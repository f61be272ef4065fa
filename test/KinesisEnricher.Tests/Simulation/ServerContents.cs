using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>What a simulation left behind.</summary>
/// <param name="Table">Items by key.</param>
/// <param name="Output">CloudEvents, those of a partition key in the order in which they came.</param>
/// <param name="Quarantine">Records by stream, shard and position.</param>
sealed record ServerContents(
    IReadOnlyDictionary<string, StateItem> Table, IReadOnlyList<ReadOnlyMemory<byte>> Output, IReadOnlyDictionary<string, QuarantinedRecord> Quarantine)
{
    public static string IdentityOf(QuarantinedRecord record) => $"{record.Shard.StreamArn}/{record.Shard.ShardId}/{record.Position}";
}
