using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.State;

/// <summary>
/// The position of the last event applied to an item, one per source (stream, shard and the Kinesis record's partition key, the only key that Lambda keeps
/// order for). At most <see cref="Capacity"/>: the least recently raised goes first. Immutable.
/// </summary>
public sealed class Marks
{
    public const int Capacity = 64;

    public static Marks None { get; } = new([]);

    readonly Mark[] _entries;

    Marks(Mark[] entries) => _entries = entries;

    /// <param name="entries">Least recently raised first. Only the last <see cref="Capacity"/> are kept.</param>
    public static Marks From(IEnumerable<Mark> entries)
    {
        var all = entries.TakeLast(Capacity).ToArray();
        return all.Length == 0 ? None : new Marks(all);
    }

    /// <summary>Least recently raised first.</summary>
    public IReadOnlyList<Mark> Entries => _entries;

    internal ReadOnlySpan<Mark> AsSpan() => _entries;

    /// <summary>True when the event at <paramref name="position"/> of <paramref name="source"/> was applied already.</summary>
    public bool Cover(string source, Position position)
    {
        var index = IndexOf(source);
        return index >= 0 && position <= _entries[index].Position;
    }

    /// <summary>
    /// The same marks with that of <paramref name="source"/> at <paramref name="position"/>, as the most recently raised. They hold a copy of its number: they
    /// outlive the event that it lies in.
    /// </summary>
    public Marks Raise(string source, Position position)
    {
        var index = IndexOf(source);
        var mark = new Mark(source, position with { Sequence = position.Sequence.Copy() });
        if (index >= 0 && index == _entries.Length - 1)
        {
            var same = (Mark[])_entries.Clone();
            same[index] = mark;
            return new Marks(same);
        }
        if (index < 0 && _entries.Length == Capacity)
            index = 0;
        return new Marks(index < 0 ? [.. _entries, mark] : [.. _entries.AsSpan(0, index), .. _entries.AsSpan(index + 1), mark]);
    }

    int IndexOf(string source)
    {
        // The newest mark is the likeliest.
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            if (string.Equals(_entries[i].Source, source, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}
