using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Testing;

/// <summary>
/// Tries strategies in the real pipeline, with everything around it in memory: reference data and state in; outcomes, events and state out. Deliveries are those
/// of one process: state lasts from one to the next, and so does what the pipeline uses again, such as events that a strategy reads into.
/// </summary>
/// <example>
/// <code>
/// var harness = new StrategyHarness(new OrderStrategy()).WithReference("customer", "C-1", """{"name":"Ada"}""");
/// var delivery = await harness.DeliverAsync("""{"type":"ORDER_PLACED","id":"7","customer":"C-1"}""");
/// Assert.Equal("Ada", delivery.Enrichments[0].GetProperty("customerName").GetString());
/// </code>
/// </example>
public sealed class StrategyHarness
{
    readonly StrategyFactory _strategies;
    readonly MemoryLookUpSource _reference = new();
    readonly Dictionary<string, ILookUpSource> _sources = new(StringComparer.Ordinal);
    readonly CollectingSink _sink = new();
    readonly CollectingQuarantine _quarantine = new();
    readonly PipelinePorts _ports;
    BatchProcessor? _processor;
    FaultScript _script = new(FaultRules.All(PortFault.None));
    int _delivered;

    /// <param name="strategies">The strategies that are on; several may be of one family.</param>
    public StrategyHarness(params IReadOnlyCollection<Strategy> strategies)
    {
        var registry = new StrategyRegistry();
        foreach (var family in strategies.GroupBy(strategy => strategy.Family, StringComparer.Ordinal))
            registry.AddStrategy(family.Key, _ => family);
        _strategies = new StrategyFactory(registry);
        _ports = new PipelinePorts(
            new FaultyStateStore(Store, Decide), new FaultyLookUpSource(new RoutedLookUpSource(_sources, _reference), Decide), new FaultySink(_sink, Decide),
            new FaultyQuarantine(_quarantine, Decide));
    }

    /// <summary>How batches are handled; retries wait for nothing.</summary>
    public PipelineOptions Options { get; init; } = new() { RetryDelay = TimeSpan.Zero };

    /// <summary>The clock, which stands still unless it is moved.</summary>
    public ManualTimeProvider Time { get; } = new();

    /// <summary>The items, all of them.</summary>
    public InMemoryStateStore Store { get; } = new();

    /// <summary>Decides what fails from now on, in any of the ports; null for nothing.</summary>
    public FaultRule? Faults { get; set; }

    /// <summary>Gives a look-up key its value, in place of the one it had.</summary>
    public StrategyHarness WithReference(string source, string key, string json)
    {
        _reference.Set(new LookUpKey(source, key), Encoding.UTF8.GetBytes(json));
        return this;
    }

    /// <summary>Has a source of the test's own answer for a kind of reference data, in place of <see cref="WithReference"/>.</summary>
    public StrategyHarness WithLookUp(string source, ILookUpSource answers)
    {
        _sources[source] = answers;
        return this;
    }

    /// <summary>The fields of a state item.</summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    public JsonElement State(string key) =>
        Delivery.Parse((Store.Find(key) ?? throw new KeyNotFoundException($"There is no state item '{key}'.")).Fields);

    /// <summary>Delivers payloads under one partition key, each at the position after the last one.</summary>
    public Task<Delivery> DeliverAsync(params IEnumerable<string> payloads)
    {
        var builder = new KinesisEventBuilder(_delivered + 1);
        foreach (var payload in payloads)
        {
            builder.Add("key", payload);
            _delivered++;
        }
        return DeliverAsync(builder);
    }

    /// <summary>Delivers an event, for the first time or again.</summary>
    /// <param name="kinesisEvent">The event.</param>
    /// <param name="timeLeft">Time until the function is stopped, by <see cref="Time"/>; null when nobody knows.</param>
    /// <exception cref="BatchFailedException">As the pipeline throws it.</exception>
    public async Task<Delivery> DeliverAsync(KinesisEventBuilder kinesisEvent, TimeSpan? timeLeft = null)
    {
        _script = new FaultScript(Faults ?? FaultRules.All(PortFault.None));
        _processor ??= new BatchProcessor(_strategies, _ports, Options, Time, () => 0.5);
        var (outputs, quarantined) = (_sink.Events.Count, _quarantine.Records.Count);

        var result = await _processor.ProcessAsync(KinesisEventReader.Read(kinesisEvent.Build()), timeLeft);

        return new Delivery
        {
            Event = kinesisEvent,
            Result = result,
            Outputs = [.. _sink.Events.Skip(outputs)],
            Quarantined = [.. _quarantine.Records.Skip(quarantined)],
        };
    }

    /// <summary>Asks the rule in force, with the attempts of this delivery alone.</summary>
    PortFault Decide(PortCall call) => _script.Decide(call.Operation, call.Subject, out _);
}
