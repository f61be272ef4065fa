using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Puts a batch in shard order. Lambda always delivers it so; a hand-made event may not, and a record behind its successor would be hidden by that one's mark.
/// Each shard's records keep the places that the shard has in the event.
/// </summary>
static class BatchOrder
{
    /// <returns>The batch itself when it is in order already; else a batch in order, and where each of its records was.</returns>
    public static (KinesisBatch Batch, int[]? Origins) Sort(KinesisBatch batch)
    {
        if (IsSorted(batch))
            return (batch, null);
        var places = new Dictionary<Shard, List<int>>();
        for (var i = 0; i < batch.Records.Count; i++)
        {
            if (!batch.Records[i].SequenceNumber.IsUsable)
                continue;
            if (!places.TryGetValue(batch.Records[i].Shard, out var indices))
                places.Add(batch.Records[i].Shard, indices = []);
            indices.Add(i);
        }
        var origins = Enumerable.Range(0, batch.Records.Count).ToArray();
        foreach (var indices in places.Values)
        {
            // OrderBy is stable: twins stay as they were.
            var sorted = indices.OrderBy(i => batch.Records[i].SequenceNumber).ToArray();
            for (var i = 0; i < sorted.Length; i++)
                origins[indices[i]] = sorted[i];
        }
        return (new KinesisBatch([.. origins.Select(i => batch.Records[i])]) { WindowState = batch.WindowState }, origins);
    }

    static bool IsSorted(KinesisBatch batch)
    {
        Dictionary<Shard, SequenceNumber>? last = null; // Made for the second shard of an event only, which Lambda never sends.
        Shard? shard = null;
        SequenceNumber highest = default;
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var record = ref batch[i];
            if (!record.SequenceNumber.IsUsable)
                continue;
            if (!ReferenceEquals(record.Shard, shard) && record.Shard != shard)
            {
                if (shard is not null)
                    (last ??= [])[shard] = highest;
                shard = record.Shard;
                highest = last is not null && last.TryGetValue(shard, out var known) ? known : record.SequenceNumber;
            }
            if (record.SequenceNumber < highest)
                return false;
            highest = record.SequenceNumber;
        }
        return true;
    }
}
