namespace KinesisEnricher.Core.Pipeline;

/// <summary>Counts what a batch does and takes its stages' time. Nothing is done per record; safe for calls that run side by side.</summary>
sealed class BatchMeter(TimeProvider time)
{
    readonly long[] _times = new long[Enum.GetValues<Stage>().Length];
    readonly int[] _counts = new int[Enum.GetValues<Count>().Length];

    public enum Count
    {
        Chunk,
        LaneRecord,
        LargestLaneRecord,
        LookUpKey,
        FromMemory,
        FromCache,
        FromSource,
        LookUpTrip,
        StateRead,
        StateWrite,
        SinkCall,
        QuarantineCall,
        Conflict,
    }

    public void Add(Count count, int by = 1) => Interlocked.Add(ref _counts[(int)count], by);

    /// <summary>Takes the time until it is disposed of, and traces it for whoever listens.</summary>
    public StageSpan Begin(Stage stage) => new(this, stage, time.GetTimestamp(), PipelineTracing.Start(stage));

    public void Add(IReadOnlyList<Lane> lanes)
    {
        var (all, largest) = (0, 0);
        foreach (var lane in lanes)
        {
            all += lane.Works.Count;
            largest = Math.Max(largest, lane.Works.Count);
        }
        Add(Count.LaneRecord, all);
        Add(Count.LargestLaneRecord, largest);
    }

    public void End(Stage stage, long start) => Interlocked.Add(ref _times[(int)stage], time.GetTimestamp() - start);

    /// <param name="received">Kinesis records.</param>
    /// <param name="outcomes">What became of their user records.</param>
    public BatchStatistics Complete(int received, ReadOnlySpan<RecordOutcome> outcomes)
    {
        var late = 0;
        var byOutcome = new int[Enum.GetValues<Outcome>().Length];
        foreach (ref readonly var outcome in outcomes)
        {
            byOutcome[(int)outcome.Outcome]++;
            if (outcome is { Outcome: Outcome.Enriched, Reason: not null })
                late++; // The only reason that an enriched record has.
        }
        return new BatchStatistics(byOutcome, Array.ConvertAll(_times, spent => time.GetElapsedTime(0, spent)))
        {
            Received = received,
            Expanded = outcomes.Length,
            Late = late,
            Chunks = Of(Count.Chunk),
            LaneRecords = Of(Count.LaneRecord),
            LargestLaneShare = Of(Count.LaneRecord) == 0 ? 0 : (double)Of(Count.LargestLaneRecord) / Of(Count.LaneRecord),
            LookUpKeys = Of(Count.LookUpKey),
            LookUpsFromMemory = Of(Count.FromMemory),
            LookUpsFromCache = Of(Count.FromCache),
            LookUpsFromSource = Of(Count.FromSource),
            LookUpTrips = Of(Count.LookUpTrip),
            StateReads = Of(Count.StateRead),
            StateWrites = Of(Count.StateWrite),
            SinkCalls = Of(Count.SinkCall),
            QuarantineCalls = Of(Count.QuarantineCall),
            Conflicts = Of(Count.Conflict),
        };
    }

    int Of(Count count) => Volatile.Read(ref _counts[(int)count]);
}
