namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Records that a mapping gave up.</summary>
public sealed record DiscardedBatch
{
    public required DiscardCondition Condition { get; init; }

    /// <summary>The records, in the shard's order; none for the last invocation of a window.</summary>
    public required IReadOnlyList<MappedRecord> Records { get; init; }

    public required string ShardId { get; init; }

    public required string StreamArn { get; init; }

    public required string FunctionArn { get; init; }

    /// <summary>How often the batch was delivered; 0 when it never was.</summary>
    public required int InvokeCount { get; init; }

    /// <summary>The answer to the last delivery; null when there was none.</summary>
    public required FunctionAnswer? LastAnswer { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The event that was not handled.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }
}
