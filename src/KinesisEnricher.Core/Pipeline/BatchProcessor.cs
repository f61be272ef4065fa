using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Takes a batch through its stages and says what became of each record. Safe for concurrent use; nothing of a call outlives it.</summary>
public sealed class BatchProcessor(StrategyFactory strategies, PipelinePorts ports, PipelineOptions options, TimeProvider time, Func<double> random)
{
    /// <param name="batch">The records, in event order.</param>
    /// <param name="timeLeft">Time until the function is stopped, on arrival; null when nobody knows.</param>
    /// <param name="cancellationToken">Gives the batch up: what is not committed is delivered again.</param>
    /// <exception cref="BatchFailedException">The whole batch must be delivered again and the answer cannot say so.</exception>
    public Task<BatchResult> ProcessAsync(KinesisBatch batch, TimeSpan? timeLeft, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException($"{strategies}{ports}{options}{time}{random}");
}
