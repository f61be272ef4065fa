using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Local.Replaying;

/// <summary>
/// Records as a delivery of their own. Each counts as a shard, named by its identity: the marks of the shard that it was in, which later events have raised, do not
/// hide it, and the mark that it leaves makes a second replay a Duplicate.
/// </summary>
static class ReplayBatch
{
    public static KinesisBatch Of(IEnumerable<QuarantinedRecord> records)
    {
        var batch = new KinesisBatchBuilder();
        foreach (var record in records)
        {
            // An identity holds no colon, which would end the shard's name.
            var shard = $"replay/{record.Shard.ShardId}/{record.Position}";
            var number = record.Position.Sequence is { IsUsable: true } sequence ? sequence.ToString() : "0";
            batch.Add($"{shard}:{number}", record.Shard.StreamArn, number, record.PartitionKey, record.Data, record.ArrivalTime);
        }
        return batch.Build();
    }
}
