namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Keeps how far a mapping has come, a checkpoint per shard. Shards save theirs at the same time.</summary>
public interface ICheckpoints
{
    /// <summary>Every checkpoint; none before the mapping's first start.</summary>
    IReadOnlyList<ShardCheckpoint> Load();

    void Save(ShardCheckpoint checkpoint);

    /// <summary>Where a shard's checkpoint is, for messages.</summary>
    string NameOf(string shardId);
}
