namespace KinesisEnricher.Core.Kinesis;

/// <summary>The records of one Lambda event, in event order.</summary>
public sealed class KinesisBatch
{
    readonly ArraySegment<KinesisRecord> _records;
    readonly Loan? _room;

    public static KinesisBatch Empty { get; } = new([]);

    public KinesisBatch(IReadOnlyList<KinesisRecord> records) : this(records as KinesisRecord[] ?? [.. records]) { }

    /// <param name="records">The records, and room for more behind them: the batch has the array from here on.</param>
    /// <param name="count">Records in it.</param>
    /// <param name="room">Gets the array back; null for nobody.</param>
    internal KinesisBatch(KinesisRecord[] records, int count, Loan? room = null) => (_records, _room) = (new(records, 0, count), room);

    KinesisBatch(KinesisRecord[] records) : this(records, records.Length) { }

    public IReadOnlyList<KinesisRecord> Records => _records;

    /// <summary>The raw JSON value of a tumbling-window event's <c>state</c>, to go back unchanged; null when the event is not a window event.</summary>
    public ReadOnlyMemory<byte>? WindowState { get; init; }

    internal int Count => _records.Count;

    /// <summary>Gives the list of records back: nobody may use it any more.</summary>
    internal void GiveBack() => _room?.GiveBack();

    /// <summary>A record where it lies: it is large to copy.</summary>
    internal ref readonly KinesisRecord this[int index] => ref _records.Array![index];
}
