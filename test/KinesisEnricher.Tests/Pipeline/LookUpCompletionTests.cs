using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.Simulation;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>What look-ups begin beside the batch, such as filling a cache, ends before the answer, and no later than its deadline.</summary>
public sealed class LookUpCompletionTests
{
    [Fact]
    public async Task Answer_waits_for_it()
    {
        var completion = new TaskCompletionSource();
        var source = new Source(_ => completion.Task);

        var answering = DeliverAsync(source, timeLeft: null);

        Assert.False(answering.IsCompleted);
        completion.SetResult();
        Assert.Equal(Outcome.Enriched, Assert.Single((await answering).Outcomes).Outcome);
    }

    [Fact]
    public async Task Deadline_ends_it()
    {
        var source = new Source(deadline => Task.Delay(Timeout.Infinite, deadline).ContinueWith(_ => { }, TaskScheduler.Default));

        var result = await DeliverAsync(source, timeLeft: TimeSpan.FromSeconds(1));

        Assert.Equal(Outcome.Enriched, Assert.Single(result.Outcomes).Outcome);
    }

    [Fact]
    public async Task Batch_that_is_given_up_waits_for_it_too()
    {
        var source = new Source(_ => Task.CompletedTask);
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await DeliverAsync(source, timeLeft: null, given.Token);

        Assert.Equal(1, source.Completions);
    }

    static Task<BatchResult> DeliverAsync(ILookUpSource source, TimeSpan? timeLeft, CancellationToken cancellationToken = default)
    {
        var strategies = new StrategyFactory(new StrategyRegistry().AddStrategy<LogStrategy>());
        var ports = new PipelinePorts(new InMemoryStateStore(), source, new CollectingSink(), Quarantine: null);
        var processor = new BatchProcessor(strategies, ports, new() { DeadlineMargin = TimeSpan.FromMilliseconds(100) }, TimeProvider.System, () => 0);
        return processor.ProcessAsync(KinesisEventReader.Read(new KinesisEventBuilder().Add("a", Add("1", "E#1")).Build()), timeLeft, cancellationToken);
    }

    sealed class Source(Func<CancellationToken, Task> complete) : ILookUpSource
    {
        public int Completions { get; private set; }

        public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
            IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            Completions++;
            return new(complete(cancellationToken));
        }
    }
}
