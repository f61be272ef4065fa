using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.Simulation;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>State that is known without look-ups is read while they are under way; what they decide is read after them.</summary>
public sealed class StateWhileLookingUpTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly RecordingStore _store = new();

    [Fact]
    public async Task Known_state_is_read_before_the_look_ups_are_answered()
    {
        var result = await DeliverAsync(lookUps: async () => await _store.WasRead.WaitAsync(Patience));

        Assert.All(result.Outcomes, o => Assert.Equal(Outcome.Enriched, o.Outcome));
        Assert.Equal(["E#1", "E#2"], _store.Reads);
    }

    [Fact]
    public async Task Look_ups_that_are_answered_at_once_leave_it_at_one_read()
    {
        var result = await DeliverAsync(lookUps: () => Task.CompletedTask);

        Assert.All(result.Outcomes, o => Assert.Equal(Outcome.Enriched, o.Outcome));
        Assert.Equal(["E#1 E#2"], _store.Reads);
    }

    [Fact]
    public async Task State_that_could_not_be_read_meanwhile_is_not_tried_for_again_in_its_chunk()
    {
        _store.Fails = key => key == "E#1";

        var result = await DeliverAsync(lookUps: async () => await _store.WasRead.WaitAsync(Patience));

        Assert.Equal([Outcome.Failed, Outcome.Enriched], result.Outcomes.Select(o => o.Outcome));
        Assert.Equal(["E#1", "E#1", "E#2"], _store.Reads);
    }

    async Task<BatchResult> DeliverAsync(Func<Task> lookUps)
    {
        var strategies = new StrategyFactory(new StrategyRegistry().AddStrategy<LogStrategy>().AddStrategy<AliasStrategy>());
        var ports = new PipelinePorts(_store, new WaitingSource(lookUps), new CollectingSink(), Quarantine: null);
        var processor = new BatchProcessor(strategies, ports, new() { Attempts = 2, RetryDelay = TimeSpan.Zero }, TimeProvider.System, () => 0);
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).Add("b", Via("2", "alias"));
        return await processor.ProcessAsync(KinesisEventReader.Read(batch.Build()), timeLeft: null);
    }

    sealed class WaitingSource(Func<Task> wait) : ILookUpSource
    {
        public async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
            IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
        {
            await wait();
            return keys.ToDictionary(key => key, ReadOnlyMemory<byte>? (_) => Encoding.UTF8.GetBytes("""{"key":"E#2"}"""));
        }
    }

    sealed class RecordingStore : IStateStore
    {
        readonly InMemoryStateStore _items = new();
        readonly TaskCompletionSource _wasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WasRead => _wasRead.Task;
        public List<string> Reads { get; } = [];
        public Func<string, bool> Fails { get; set; } = _ => false;

        public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        {
            Reads.Add(string.Join(' ', keys.Order(StringComparer.Ordinal)));
            _wasRead.TrySetResult();
            return keys.Any(Fails) ? throw new TimeoutException("slow down") : _items.ReadAsync(keys, cancellationToken);
        }

        public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken) => _items.TryWriteAsync(item, cancellationToken);
    }
}
