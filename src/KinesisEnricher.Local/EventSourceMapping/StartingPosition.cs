using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Where a mapping begins that has no checkpoint yet.</summary>
public sealed record StartingPosition
{
    StartingPosition(string type, DateTimeOffset? timestamp) => (Type, Timestamp) = (type, timestamp);

    /// <summary>With the oldest record that the stream still has.</summary>
    public static StartingPosition TrimHorizon { get; } = new("TRIM_HORIZON", null);

    /// <summary>With the first record that comes from now on.</summary>
    public static StartingPosition Latest { get; } = new("LATEST", null);

    /// <summary>AWS's name for it.</summary>
    public string Type { get; }

    /// <summary>Set for <c>AT_TIMESTAMP</c>.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>With the first record that arrived then or later.</summary>
    public static StartingPosition AtTimestamp(DateTimeOffset time) => new("AT_TIMESTAMP", time);

    internal IteratorStart ToIterator() => Timestamp is { } time ? IteratorStart.AtTimestamp(time) : this == Latest ? IteratorStart.Latest : IteratorStart.TrimHorizon;
}
