using System.Runtime.InteropServices;

namespace KinesisEnricher.Core.Kinesis;

/// <summary>The records of one Lambda event, in event order.</summary>
public sealed class KinesisBatch
{
    readonly List<KinesisRecord> _records;

    public static KinesisBatch Empty { get; } = new([]);

    public KinesisBatch(IReadOnlyList<KinesisRecord> records) => _records = records as List<KinesisRecord> ?? [.. records];

    public IReadOnlyList<KinesisRecord> Records => _records;

    /// <summary>The raw JSON value of a tumbling-window event's <c>state</c>, to go back unchanged; null when the event is not a window event.</summary>
    public ReadOnlyMemory<byte>? WindowState { get; init; }

    internal int Count => _records.Count;

    /// <summary>A record where it lies: it is large to copy.</summary>
    internal ref readonly KinesisRecord this[int index] => ref CollectionsMarshal.AsSpan(_records)[index];
}
