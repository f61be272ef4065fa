using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Meters;

/// <summary>The real pipeline in front of stores.</summary>
sealed class MeterPipeline(IStateStore state, ILookUpSource lookUps, TimeProvider? time = null, int maxParallelism = 32)
{
    readonly BatchProcessor _processor = new(
        new StrategyFactory(new StrategyRegistry().AddStrategy<MeterStrategy>()),
        new PipelinePorts(state, lookUps, new CollectingSink(), null),
        new PipelineOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxParallelism = maxParallelism },
        time ?? TimeProvider.System,
        () => 0.5);

    public Task<BatchResult> HandleAsync(KinesisBatch batch) => _processor.ProcessAsync(batch, timeLeft: null);
}
