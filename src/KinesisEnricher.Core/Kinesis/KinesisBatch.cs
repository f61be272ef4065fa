namespace KinesisEnricher.Core.Kinesis;

/// <summary>The records of one Lambda event, in event order.</summary>
public sealed class KinesisBatch
{
    public static KinesisBatch Empty { get; } = new([]);

    public KinesisBatch(IReadOnlyList<KinesisRecord> records) => Records = records;

    public IReadOnlyList<KinesisRecord> Records { get; }

    /// <summary>The raw JSON value of a tumbling-window event's <c>state</c>, to go back unchanged; null when the event is not a window event.</summary>
    public ReadOnlyMemory<byte>? WindowState { get; init; }
}
