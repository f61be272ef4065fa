using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>The real pipeline in front of a sink and a quarantine. Retries wait for nothing.</summary>
sealed class TickPipeline(IEventSink sink, IQuarantine? quarantine = null)
{
    readonly BatchProcessor _processor = new(
        new StrategyFactory(new StrategyRegistry().AddStrategy<TickStrategy>()),
        new PipelinePorts(new InMemoryStateStore(), new MemoryLookUpSource(), sink, quarantine),
        new PipelineOptions { RetryDelay = TimeSpan.Zero },
        TimeProvider.System,
        () => 0);

    public static string Tick(int n, int padding = 0) => $$"""{"type":"TICK","n":{{n}},"padding":"{{new string('x', padding)}}"}""";

    public Task<BatchResult> DeliverAsync(KinesisEventBuilder kinesisEvent) => _processor.ProcessAsync(KinesisEventReader.Read(kinesisEvent.Build()), timeLeft: null);
}
