namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Is told what a mapping does, as it does it. Lanes and shards tell at the same time.</summary>
public interface IMappingObserver
{
    void ShardStarted(string shardId);

    void ShardDrained(string shardId);

    /// <summary>A page was read.</summary>
    /// <param name="shardId">The shard.</param>
    /// <param name="records">How many records it has.</param>
    /// <param name="filtered">How many of them the filter dropped.</param>
    void PageRead(string shardId, int records, int filtered);

    void Invoked(InvocationNote note);

    void Discarded(DiscardedBatch batch);

    /// <summary>Something does not work, and is tried again.</summary>
    void Trouble(string shardId, string message);
}
