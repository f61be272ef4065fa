namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>The settings of an event source mapping, by the names, ranges and defaults of AWS Lambda's CreateEventSourceMapping.</summary>
public sealed record MappingOptions
{
    /// <summary>The stream that is read.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The function that is driven; named in destination documents.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>Records in a batch at most, 1 to 10,000.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>How long a batch waits to be full, up to 300 s; zero sends what is there.</summary>
    public TimeSpan BatchingWindow { get; init; }

    /// <summary>Lanes per shard, 1 to 10; equal partition keys share a lane.</summary>
    public int ParallelizationFactor { get; init; } = 1;

    /// <summary>How often a failed batch is tried again, 0 to 10,000; null for as long as the stream has it.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>Records older than this are not delivered, 60 s to 7 days; null delivers them whatever their age.</summary>
    public TimeSpan? MaximumRecordAge { get; init; }

    /// <summary>A failed batch is delivered again in two parts.</summary>
    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary><c>FunctionResponseTypes: ReportBatchItemFailures</c>: the answer may name the record to go on from. Otherwise it is not looked at.</summary>
    public bool ReportBatchItemFailures { get; init; }

    /// <summary>Tumbling windows of this length, 1 s to 15 min, each with a state of its own; null for none.</summary>
    public TimeSpan? TumblingWindow { get; init; }

    /// <summary>Which records are delivered; null for all.</summary>
    public FilterCriteria? Filter { get; init; }

    /// <summary>Where the shards are read from when there is no checkpoint.</summary>
    public StartingPosition StartingPosition { get; init; } = StartingPosition.TrimHorizon;

    /// <summary>How long to wait at the end of a shard, and before a shard list is read again.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
