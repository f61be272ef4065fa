using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>How far a mapping has come in a shard.</summary>
public sealed record ShardCheckpoint
{
    public required string ShardId { get; init; }

    /// <summary>All records up to this one are done; null when none is.</summary>
    public string? SequenceNumber { get; init; }

    /// <summary>Without a sequence number: the first record that arrived then or later is next. Null stands for the oldest that there is.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>True when the shard is closed and all its records are done: its children may be read.</summary>
    public bool IsDrained { get; init; }

    /// <summary>The open tumbling window; null without one.</summary>
    public OpenWindow? Window { get; init; }

    internal IteratorStart ToIterator() =>
        SequenceNumber is { } number ? IteratorStart.After(number) : StartTime is { } time ? IteratorStart.AtTimestamp(time) : IteratorStart.TrimHorizon;
}
