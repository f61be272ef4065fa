using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Where Lambda must go on: the lowest sequence number without a final outcome.</summary>
static class Checkpoint
{
    /// <param name="records">The batch, in event order.</param>
    /// <param name="outcomes">What became of it.</param>
    /// <param name="rules">Those in force.</param>
    /// <returns>
    /// Null when all is final. Of several shards in one event, the first in event order. For a record without a usable sequence number, that of the nearest
    /// record of its shard before it, which is delivered again with it.
    /// </returns>
    /// <exception cref="BatchFailedException">There is no such record: the answer cannot name it.</exception>
    public static SequenceNumber? Find(IReadOnlyList<KinesisRecord> records, ReadOnlySpan<RecordOutcome> outcomes, Rules rules)
    {
        Shard? shard = null;
        SequenceNumber? lowest = null;
        foreach (ref readonly var outcome in outcomes)
        {
            if (outcome.Outcome is not (Outcome.Failed or Outcome.Blocked) || (outcome.Outcome == Outcome.Failed && !rules.Have(Rules.CheckpointAtLowest)))
                continue;
            var record = records[outcome.RecordIndex];
            shard ??= record.Shard;
            if (record.Shard != shard)
                continue;
            var number = Nearest(records, outcome.RecordIndex)
                ?? throw new BatchFailedException(
                    $"Record {outcome.RecordIndex} of the event is not done ({outcome.Reason}) and neither it nor one before it has a usable sequence number: "
                    + "the whole batch must be delivered again.");
            if (lowest is null || number < lowest.Value)
                lowest = number;
        }
        return lowest;
    }

    static SequenceNumber? Nearest(IReadOnlyList<KinesisRecord> records, int index)
    {
        var shard = records[index].Shard;
        for (; index >= 0; index--)
        {
            if (records[index].SequenceNumber.IsUsable && records[index].Shard == shard)
                return records[index].SequenceNumber;
        }
        return null;
    }
}
