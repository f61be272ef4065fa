namespace KinesisEnricher.Runtime.Aws;

/// <summary>Where in a shard reading starts.</summary>
public sealed record IteratorStart
{
    IteratorStart(string type) => Type = type;

    /// <summary>The oldest record that the stream still has.</summary>
    public static IteratorStart TrimHorizon { get; } = new("TRIM_HORIZON");

    /// <summary>Behind the newest record.</summary>
    public static IteratorStart Latest { get; } = new("LATEST");

    /// <summary>AWS's name for it, such as <c>AT_TIMESTAMP</c>.</summary>
    public string Type { get; }

    /// <summary>Set for the two that start at a record.</summary>
    public string? SequenceNumber { get; private init; }

    /// <summary>Set for the one that starts at a time.</summary>
    public DateTimeOffset? Timestamp { get; private init; }

    /// <summary>The first record that arrived at this time or later.</summary>
    public static IteratorStart AtTimestamp(DateTimeOffset time) => new("AT_TIMESTAMP") { Timestamp = time };

    /// <summary>The record of this number.</summary>
    public static IteratorStart At(string sequenceNumber) => new("AT_SEQUENCE_NUMBER") { SequenceNumber = sequenceNumber };

    /// <summary>The record behind the one of this number.</summary>
    public static IteratorStart After(string sequenceNumber) => new("AFTER_SEQUENCE_NUMBER") { SequenceNumber = sequenceNumber };
}
