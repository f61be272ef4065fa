namespace KinesisEnricher.Core.Pipeline;

/// <summary>How batches are handled.</summary>
public sealed record PipelineOptions
{
    /// <summary>Expanded records per chunk; each chunk is committed before the next is begun. 1 to 10,000.</summary>
    public int ChunkRecords { get; init; } = 1000;

    /// <summary>Decompressed bytes per chunk: a chunk ends early at this size, so that memory and time are bounded whatever the compression ratio.</summary>
    public int ChunkBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Writes and quarantines under way at once. 1 to 256.</summary>
    public int MaxParallelism { get; init; } = 32;

    /// <summary>Time kept free before the function's deadline; at most a quarter of the time left on arrival is used.</summary>
    public TimeSpan DeadlineMargin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Throw one error after the commits when any record failed, for mappings without partial answers.</summary>
    public bool ThrowOnFailure { get; init; }

    /// <summary>The largest state item in bytes, fields and marks together; an event that would pass it is quarantined as <c>too-large</c>.</summary>
    public int MaxItemBytes { get; init; } = 350 * 1024;

    /// <summary>Attempts at each call to a store, source, sink or quarantine, the first included.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Delay before the second attempt; it doubles each time, with full jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Times that a lane is folded again after commit conflicts before its records fail.</summary>
    public int ConflictRetries { get; init; } = 5;

    internal Rules Rules { get; init; } = Rules.All;
}
