namespace KinesisEnricher.Core.Pipeline;

/// <summary>A delivery in figures.</summary>
public sealed class BatchStatistics
{
    readonly int[] _outcomes;
    readonly TimeSpan[] _times;

    /// <param name="outcomes">User records by <see cref="Outcome"/>.</param>
    /// <param name="times">Time by <see cref="Stage"/>.</param>
    internal BatchStatistics(int[] outcomes, TimeSpan[] times) => (_outcomes, _times) = (outcomes, times);

    /// <summary>The statistics of a batch without records.</summary>
    public static BatchStatistics Empty { get; } = new BatchMeter(TimeProvider.System).Complete(0, []);

    /// <summary>Kinesis records delivered.</summary>
    public int Received { get; init; }

    /// <summary>User records: those of an aggregate count each.</summary>
    public int Expanded { get; init; }

    /// <summary>Enriched ones that came after a newer one of their entity.</summary>
    public int Late { get; init; }

    /// <summary>Chunks begun.</summary>
    public int Chunks { get; init; }

    /// <summary>From 0 to 1: of the records that went through lanes, the part in the largest lane of its chunk. Nothing can go faster than that part.</summary>
    public double LargestLaneShare { get; init; }

    /// <summary>Records that went through lanes.</summary>
    public int LaneRecords { get; init; }

    /// <summary>Distinct look-up keys asked for; one that is asked for again, at its source, counts again.</summary>
    public int LookUpKeys { get; init; }

    /// <summary>Keys answered from memory.</summary>
    public int LookUpsFromMemory { get; init; }

    /// <summary>Keys answered from the shared cache.</summary>
    public int LookUpsFromCache { get; init; }

    /// <summary>Keys answered at their source.</summary>
    public int LookUpsFromSource { get; init; }

    /// <summary>Round trips to the look-ups' cache and sources.</summary>
    public int LookUpTrips { get; init; }

    /// <summary>Calls that read state items.</summary>
    public int StateReads { get; init; }

    /// <summary>Calls that write a state item.</summary>
    public int StateWrites { get; init; }

    /// <summary>Calls to the sink.</summary>
    public int SinkCalls { get; init; }

    /// <summary>Calls to the quarantine.</summary>
    public int QuarantineCalls { get; init; }

    /// <summary>Writes that somebody else's came before.</summary>
    public int Conflicts { get; init; }

    /// <summary>All calls that left the pipeline, attempts that failed included.</summary>
    public int RoundTrips => LookUpTrips + StateReads + StateWrites + SinkCalls + QuarantineCalls;

    /// <summary>How many user records ended so.</summary>
    public int Of(Outcome outcome) => _outcomes[(int)outcome];

    /// <summary>Time spent in a stage, all chunks together.</summary>
    public TimeSpan TimeIn(Stage stage) => _times[(int)stage];
}
