using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Names of sources made lately: the same keys come again with the next batch. Holds <see cref="Capacity"/> names at most. Safe for concurrent use.</summary>
sealed class RecentSources
{
    public const int Capacity = 4096;

    readonly Named?[] _names = new Named?[Capacity];

    sealed record Named(Shard Shard, string Key, string Source);

    /// <inheritdoc cref="Mark.SourceOf"/>
    public string Get(Shard shard, string recordPartitionKey)
    {
        // One place per name and no lock: whoever comes last stays, and a name that is pushed out is only made again.
        ref var place = ref _names[(uint)recordPartitionKey.GetHashCode(StringComparison.Ordinal) % Capacity];
        var known = Volatile.Read(ref place);
        if (known is not null && string.Equals(known.Key, recordPartitionKey, StringComparison.Ordinal) && known.Shard == shard)
            return known.Source;
        var source = Mark.SourceOf(shard, recordPartitionKey);
        Volatile.Write(ref place, new Named(shard, recordPartitionKey, source));
        return source;
    }
}
