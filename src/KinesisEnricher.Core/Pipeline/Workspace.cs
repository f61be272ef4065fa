using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What a batch is worked on with, used again for the next one. Not for concurrent use: batches that run side by side have one each.</summary>
sealed class Workspace
{
    readonly Reused<WorkItem> _works = new(() => new WorkItem(), work => work.Clear());
    readonly Reused<Lane> _lanes = new(() => new Lane(), lane => lane.Clear());
    readonly Reused<FoldedItem> _folded = new(() => new FoldedItem(), item => item.Clear());
    Effect[] _effects = [];
    int _effectCount;

    public LaneBuilder LaneBuilder { get; } = new();

    /// <summary>The state items of the batch.</summary>
    public Dictionary<string, ItemCache.Entry> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>The state items that the chunk lacked, and that it was tried to read.</summary>
    public Dictionary<string, Strategy> MissingItems { get; } = new(StringComparer.Ordinal);

    /// <summary>The writes of a chunk that can be made now.</summary>
    public List<FoldedItem> Writes { get; } = [];

    /// <summary>The ways out of a chunk's effects.</summary>
    public List<Passage> Passages { get; } = [];

    /// <summary>The chunk in hand.</summary>
    public List<WorkItem> Chunk { get; } = [];

    public WorkItem TakeWork() => _works.Take();

    public Lane TakeLane() => _lanes.Take();

    public FoldedItem TakeFolded() => _folded.Take();

    /// <summary>Room for the effects of a lane.</summary>
    public Effects TakeEffects(int count)
    {
        if (_effects.Length - _effectCount < count)
            (_effects, _effectCount) = (new Effect[Math.Max(count, 2 * _effects.Length)], 0); // Lanes folded before keep the room that they have.
        _effectCount += count;
        return new Effects(_effects, _effectCount - count, count);
    }

    /// <summary>Ends a chunk: nothing that was taken for it may be used any more.</summary>
    public void EndChunk()
    {
        Chunk.Clear();
        MissingItems.Clear();
        Writes.Clear();
        Passages.Clear();
        LaneBuilder.Clear();
        _works.TakeBack();
        _lanes.TakeBack();
        _folded.TakeBack();
        Array.Clear(_effects, 0, _effectCount);
        _effectCount = 0;
    }

    /// <summary>Ends a batch.</summary>
    public void EndBatch()
    {
        EndChunk();
        Items.Clear();
    }
}
