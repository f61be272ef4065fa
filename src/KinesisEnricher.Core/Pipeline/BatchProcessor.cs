using System.Runtime.InteropServices;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Takes a batch through its stages and says what became of each record. Safe for concurrent use; what outlives a call is in <see cref="BatchMemory"/>.</summary>
public sealed class BatchProcessor(StrategyFactory strategies, PipelinePorts ports, PipelineOptions options, TimeProvider time, Func<double> random)
{
    readonly BatchMemory _memory = new();

    /// <param name="batch">The records, in event order.</param>
    /// <param name="timeLeft">Time until the function is stopped, on arrival; null when nobody knows.</param>
    /// <param name="cancellationToken">Gives the batch up: what is not committed is delivered again.</param>
    /// <exception cref="BatchFailedException">The whole batch must be delivered again and the answer cannot say so.</exception>
    public async Task<BatchResult> ProcessAsync(KinesisBatch batch, TimeSpan? timeLeft, CancellationToken cancellationToken = default)
    {
        if (batch.Records.Count == 0)
            return BatchResult.Empty;

        var (ordered, origins) = BatchOrder.Sort(batch);
        var meter = new BatchMeter(time);
        var workspace = _memory.TakeWorkspace();
        var list = _memory.TakeOutcomes(batch.Count);
        var run = new BatchRun(ordered, strategies, MeteredPorts.Around(ports, meter), options, time, random, meter, _memory, workspace, list);
        await run.RunAsync(timeLeft, cancellationToken).ConfigureAwait(false);
        _memory.Keep(workspace);

        var outcomes = origins is null ? list : [.. list.Select(o => o with { RecordIndex = origins[o.RecordIndex] }).OrderBy(o => o.RecordIndex)];
        var result = new BatchResult(outcomes, null)
        {
            Records = batch.Records,
            Statistics = meter.Complete(batch.Count, CollectionsMarshal.AsSpan(outcomes)),
            Room = new Loan(() => GiveBack(list, batch)),
        };
        try
        {
            result = result with { Checkpoint = Checkpoint.Find(batch.Records, CollectionsMarshal.AsSpan(outcomes), options.Rules) };
        }
        catch (BatchFailedException unnamed)
        {
            throw new BatchFailedException(unnamed.Message) { Result = result };
        }
        if (options.ThrowOnFailure && result.Checkpoint is { } checkpoint)
        {
            var failed = outcomes.First(o => o.Outcome is Outcome.Failed or Outcome.Blocked);
            throw new BatchFailedException($"Records from {checkpoint} on are not done ({failed.Reason}): the batch must be delivered again.") { Result = result };
        }
        return result;
    }

    void GiveBack(List<RecordOutcome> list, KinesisBatch batch)
    {
        _memory.Keep(list);
        batch.GiveBack();
    }
}
