using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Finds a shard's checkpoint: lanes finish records in any order, and only an unbroken run of finished ones may be left behind.</summary>
/// <param name="checkpoint">Where the shard stands.</param>
/// <param name="save">Takes each new checkpoint.</param>
sealed class ShardProgress(ShardCheckpoint checkpoint, Action<ShardCheckpoint> save)
{
    readonly Lock _gate = new();
    readonly Queue<SequenceNumber> _underWay = new();
    readonly HashSet<SequenceNumber> _done = [];
    ShardCheckpoint _checkpoint = checkpoint;

    public ShardCheckpoint Checkpoint
    {
        get
        {
            lock (_gate)
                return _checkpoint;
        }
    }

    /// <summary>A record was read. Records begin in the shard's order.</summary>
    public void Begin(SequenceNumber number)
    {
        lock (_gate)
            _underWay.Enqueue(number);
    }

    /// <summary>Records are done, whatever became of them, and this is what is left of the window.</summary>
    public void Finish(IEnumerable<SequenceNumber> numbers, OpenWindow? window)
    {
        lock (_gate)
        {
            _done.UnionWith(numbers);
            var last = _checkpoint.SequenceNumber;
            while (_underWay.TryPeek(out var first) && _done.Remove(first))
            {
                last = first.ToString();
                _underWay.Dequeue();
            }
            Save(_checkpoint with { SequenceNumber = last, Window = window });
        }
    }

    /// <summary>Records are done, and the window is as the last that said so left it: a lane may be about to change it.</summary>
    public void Finish(IEnumerable<SequenceNumber> numbers)
    {
        lock (_gate)
            Finish(numbers, _checkpoint.Window);
    }

    /// <summary>The shard is closed, and nothing of it is under way.</summary>
    public void Drain()
    {
        lock (_gate)
            Save(_checkpoint with { IsDrained = true, Window = null });
    }

    void Save(ShardCheckpoint next)
    {
        if (next == _checkpoint)
            return;
        _checkpoint = next;
        save(next);
    }
}
