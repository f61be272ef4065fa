namespace KinesisEnricher.Core.Kinesis;

/// <summary>One <see cref="Shard"/> object per stream and shard of an event.</summary>
sealed class ShardTable
{
    readonly Dictionary<Shard, Shard> _shards = [];
    Shard? _last;

    public Shard Get(string streamArn, string shardId)
    {
        if (_last is not null && string.Equals(_last.ShardId, shardId, StringComparison.Ordinal)
            && string.Equals(_last.StreamArn, streamArn, StringComparison.Ordinal))
        {
            return _last;
        }
        var shard = new Shard(streamArn, shardId);
        if (!_shards.TryAdd(shard, shard))
            shard = _shards[shard];
        return _last = shard;
    }

    /// <summary>The text left of the first colon of an <c>eventID</c>; empty when it has none, so that ids of unknown make share one shard.</summary>
    public static string ShardIdOf(string eventId)
    {
        var colon = eventId.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : eventId[..colon];
    }
}
