using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>One batch on its way: chunk after chunk, each committed before the next is begun.</summary>
sealed class BatchRun(
    KinesisBatch batch, StrategyFactory strategies, PipelinePorts ports, PipelineOptions options, TimeProvider time, Func<double> random, BatchMeter meter,
    BatchMemory memory, Workspace workspace, List<RecordOutcome> outcomes)
{
    const string PastDeadline = "past the deadline";

    readonly RecordPlanner _planner = new(strategies);
    readonly StoppedKeys _stopped = new(options.Rules);
    readonly Dictionary<Shard, ShardProgress> _shards = [];
    ShardProgress? _shard;
    TimeSpan _lastWrites;

    /// <summary>Adds the outcome of every record, in event order.</summary>
    public async Task RunAsync(TimeSpan? timeLeft, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, timeLeft, options.DeadlineMargin, cancellationToken, options.Rules);
        using var expander = new RecordExpander(batch);
        var retry = new Retry(options, deadline, time, random);
        var items = new ItemCache(ports.State, memory.Items, workspace, retry, deadline.Token);

        try
        {
            while (deadline.Fits(_lastWrites))
            {
                var chunk = ReadChunk(expander);
                if (chunk.Count == 0)
                    return;
                await HandleAsync(chunk, items, retry, deadline).ConfigureAwait(false);
                foreach (var work in chunk)
                {
                    if (work.Outcome is Outcome.Failed or Outcome.Blocked)
                        _stopped.Add(work);
                    outcomes.Add(work.ToOutcome());
                }
                workspace.EndChunk();
                expander.ReleaseBuffers();
            }
            BlockRest(expander);
        }
        finally
        {
            // Before the answer: afterwards the process may be stopped for an hour, and then write what was true an hour ago. And before the deadline, which ends it.
            await ports.LookUps.CompleteAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    List<WorkItem> ReadChunk(RecordExpander expander)
    {
        using var span = meter.Begin(Stage.Expand);
        var chunk = workspace.Chunk;
        while (chunk.Count < options.ChunkRecords && expander.DecompressedBytes < options.ChunkBytes && expander.TryRead(out var record))
        {
            var work = workspace.TakeWork();
            work.Begin(chunk.Count, record, batch, SourceOf(batch[record.RecordIndex], record));
            chunk.Add(work);
            _planner.Plan(work);
            if (IsTwin(work))
                work.End(Outcome.Duplicate, "twin of a record in the same delivery");
        }
        return chunk;
    }

    async ValueTask HandleAsync(List<WorkItem> chunk, ItemCache items, Retry retry, Deadline deadline)
    {
        meter.Add(BatchMeter.Count.Chunk);
        var answering = new LookUpStage(ports.LookUps, meter, options.Rules, retry, deadline.Token).AskAsync(chunk);
        if (!answering.IsCompleted)
        {
            // While they are under way, what is known of the state is read.
            using var span = meter.Begin(Stage.ReadState);
            await items.LoadAsync(chunk).ConfigureAwait(false);
        }
        var answers = await answering.ConfigureAwait(false);
        Break(chunk, answers);
        PlanState(chunk, answers);
        var lanes = workspace.LaneBuilder.Build(chunk, options.Rules, workspace.TakeLane);
        meter.Add(lanes);
        foreach (var lane in lanes)
            StopBeforeReading(lane, answers);
        using (meter.Begin(Stage.ReadState))
            await items.LoadAsync(lanes).ConfigureAwait(false);

        var folder = new LaneFolder(items, answers.Found, ports.Sink, options.MaxItemBytes, workspace, options.Rules);
        using (meter.Begin(Stage.Enrich))
        {
            foreach (var lane in lanes)
            {
                if (items.LacksSome)
                    StopAtUnread(lane, items);
                lane.Fold = folder.Fold(lane);
            }
        }

        if (!deadline.Fits(_lastWrites))
        {
            foreach (var lane in lanes)
                lane.StopAt(0, Outcome.Blocked, PastDeadline, PastDeadline);
            return;
        }
        var started = time.GetTimestamp();
        var emit = new EmitStage(ports, options, retry, deadline);
        var commit = new CommitStage(ports.State, items, folder, emit, workspace, options, retry, deadline, meter);
        if (options.Rules.Have(Rules.EmitBeforeCommit))
            await EmitAsync(lanes, emit, folder).ConfigureAwait(false);
        using (meter.Begin(Stage.Commit))
            await commit.CommitAsync(lanes).ConfigureAwait(false);
        if (!options.Rules.Have(Rules.EmitBeforeCommit))
            await EmitAsync(lanes, emit, folder).ConfigureAwait(false);
        _lastWrites = time.GetElapsedTime(started);
    }

    /// <summary>Reference data that nobody can read would fail its records in every delivery: they are poison until it is mended.</summary>
    static void Break(List<WorkItem> chunk, Answers answers)
    {
        foreach (var work in chunk)
        {
            if (work.Outcome is null && answers.UnreadableOf(work.LookUps) is { } detail)
                work.Break(Faults.LookUp(detail));
        }
    }

    /// <summary>Plans the state of the records for which look-ups decide it.</summary>
    void PlanState(List<WorkItem> chunk, Answers answers)
    {
        foreach (var work in chunk)
        {
            if (work.Outcome is not null || !work.DecidesStateByLookUp || work.Fault is not null)
                continue;
            work.IsUndecided = answers.FailureOf(work.LookUps) is not null;
            if (!work.IsUndecided)
                _planner.PlanState(work, answers.Found);
        }
    }

    /// <summary>Stops a lane at the first record that shares a key with a stopped one of an earlier chunk, or whose look-up failed, or that must fail.</summary>
    void StopBeforeReading(Lane lane, Answers answers)
    {
        for (var i = 0; i < lane.End; i++)
        {
            var work = lane.Works[i];
            if (_stopped.Stop(work))
                lane.StopAt(i, Outcome.Blocked, "behind a failure");
            else if (answers.FailureOf(work.LookUps) is { } cause)
            {
                if (options.Rules.Have(Rules.FailureStopsLane))
                    lane.StopAt(i, Outcome.Failed, cause);
                else
                    lane.Drop(i--, cause);
            }
        }
    }

    static void StopAtUnread(Lane lane, ItemCache items)
    {
        for (var i = 0; i < lane.End; i++)
        {
            foreach (var state in lane.Works[i].States)
            {
                if (items.TryGet(state.Key, out _))
                    continue;
                lane.StopAt(i, Outcome.Failed, items.FailureOf(state.Key));
                return;
            }
        }
    }

    async ValueTask EmitAsync(List<Lane> lanes, EmitStage emit, LaneFolder folder)
    {
        using var span = meter.Begin(Stage.Emit);
        var passages = workspace.Passages;
        foreach (var lane in lanes)
            passages.Add(lane.Passage);
        await emit.PutOutAsync(passages).ConfigureAwait(false);
        foreach (var passage in passages)
        {
            if (passage.BrokenAt is not { } index)
                continue;
            passage.Lane.StopAt(index, Outcome.Failed, passage.Cause!);
            if (options.Rules.Have(Rules.CommitPrefixOnly))
                passage.Lane.Fold = folder.Fold(passage.Lane);
        }
    }

    /// <summary>Everything that no chunk was begun for. Aggregates count as one: there is no time to take them apart.</summary>
    void BlockRest(RecordExpander expander)
    {
        if (!expander.TryRead(out var next))
            return;
        var sub = next.SubSequence;
        for (var i = next.RecordIndex; i < batch.Count; i++, sub = 0)
        {
            ref readonly var record = ref batch[i];
            outcomes.Add(new RecordOutcome(i, sub, record.SequenceNumber, record.PartitionKey, null, Outcome.Blocked, PastDeadline, null));
        }
    }

    /// <summary>Records come in shard order, so a record at or below the one before it was in this delivery already.</summary>
    bool IsTwin(WorkItem work)
    {
        if (!work.Parent.SequenceNumber.IsUsable)
            return false;
        var shard = ProgressOf(work.Parent.Shard);
        if (shard.Last is { } last && work.Position <= last)
            return true;
        shard.Last = work.Position;
        return false;
    }

    string SourceOf(in KinesisRecord parent, in ExpandedRecord record)
    {
        var key = options.Rules.Have(Rules.MarksByRecordKey) ? parent.PartitionKey : record.PartitionKey;
        return options.Rules.Have(Rules.MarksByShard) ? memory.Sources.Get(parent.Shard, key) : key;
    }

    ShardProgress ProgressOf(Shard shard)
    {
        // The reader gives the records of a shard one and the same object, and Lambda sends one shard only.
        if (!ReferenceEquals(_shard?.Shard, shard) && !_shards.TryGetValue(shard, out _shard))
            _shards.Add(shard, _shard = new ShardProgress(shard));
        return _shard!;
    }
}
