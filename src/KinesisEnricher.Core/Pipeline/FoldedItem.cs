using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>A state item while a lane is folded. It is used again for one of the next chunk.</summary>
sealed class FoldedItem
{
    Marks _marks = Marks.None;

    // The mark raised last is not in _marks yet: only the last of a run of events of one source is worth making new marks for.
    string? _source;
    Position _position;

    public string Key { get; private set; } = "";
    public Strategy Strategy { get; private set; } = null!;

    /// <summary>The item as read, on whose <c>rev</c> the write depends.</summary>
    public StateItem? Stored { get; private set; }

    public object? Value { get; set; }

    /// <summary>What the event in hand makes of it, which counts once its effect does; null while it leaves it as it is.</summary>
    public object? Change { get; set; }

    /// <summary>True when there is something to write.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Items of a lower wave are written first.</summary>
    public int Wave { get; set; }

    /// <summary>Indices in the lane of the records that changed it, or raised its marks.</summary>
    public List<int> Touchers { get; } = [];

    /// <summary>The item to write; null until the lane is folded.</summary>
    public StateItem? Next { get; set; }

    /// <summary>The commit whose turn it is to write it; null until then.</summary>
    public LaneCommit? Commit { get; set; }

    public bool IsCommitted { get; set; }

    /// <summary>Why it cannot be written; null while it may be.</summary>
    public string? Failure { get; set; }

    public void Begin(string key, Strategy strategy, StateItem? stored, object? value)
    {
        (Key, Strategy, Stored, Value) = (key, strategy, stored, value);
        _marks = stored?.Marks ?? Marks.None;
    }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        Begin("", null!, null, null);
        (_source, _position) = (null, default);
        (Change, IsTouched, Wave, Next, Commit, IsCommitted, Failure) = (null, false, 0, null, null, false, null);
        Touchers.Clear();
    }

    /// <summary>True when the event at <paramref name="position"/> of <paramref name="source"/> was applied already.</summary>
    public bool IsCovered(string source, Position position) =>
        string.Equals(source, _source, StringComparison.Ordinal) ? position <= _position : _marks.Cover(source, position);

    public void Raise(string source, Position position)
    {
        if (!string.Equals(source, _source, StringComparison.Ordinal))
            _marks = CurrentMarks();
        (_source, _position) = (source, position);
    }

    /// <summary>The item's marks as they are by now.</summary>
    public Marks CurrentMarks() => _source is null ? _marks : _marks.Raise(_source, _position);
}
