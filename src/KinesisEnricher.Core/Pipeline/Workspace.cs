using KinesisEnricher.Core.State;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What a batch is worked on with, used again for the next one. Not for concurrent use: batches that run side by side have one each.</summary>
sealed class Workspace
{
    readonly Reused<WorkItem> _works = new(() => new WorkItem(), work => work.Clear());
    readonly Reused<Lane> _lanes = new(() => new Lane(), lane => lane.Clear());
    readonly Reused<FoldedItem> _folded = new(() => new FoldedItem(), item => item.Clear());
    readonly List<WorkItem> _chunk = [];
    Effect[] _effects = [];
    int _effectCount;

    public LaneBuilder LaneBuilder { get; } = new();

    /// <summary>The chunk in hand.</summary>
    public List<WorkItem> Chunk => _chunk;

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
        _chunk.Clear();
        LaneBuilder.Clear();
        _works.TakeBack();
        _lanes.TakeBack();
        _folded.TakeBack();
        Array.Clear(_effects, 0, _effectCount);
        _effectCount = 0;
    }
}
