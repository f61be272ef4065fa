using System.Buffers;
using BenchmarkDotNet.Attributes;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Benchmarks;

/// <summary>What log lines and metrics cost a batch of 1,000 records, all of them enriched.</summary>
[MemoryDiagnoser]
public class TelemetryCost
{
    const int Records = 1000;

    static readonly InvocationContext Invocation = new("8e2a1c7e-0000-4000-8000-000000000001", TimeLeft: null, TraceHeader: null);

    readonly byte[] _event = new Batches(Records).Next();
    readonly Enricher _enricher = Enricher.Create(
        EnricherOptions.From(new Dictionary<string, string>()), ports => ports with { Sink = new NoneSink(), State = new ForgetfulStore() });

    /// <summary><c>LOG_LEVEL</c>.</summary>
    [Params("info", "debug")]
    public string Level { get; set; } = "info";

    ObservedEnricher Observed { get; set; } = null!;

    [GlobalSetup]
    public void Open()
    {
        var level = LogLevels.Read(new(new Dictionary<string, string> { ["LOG_LEVEL"] = Level }));
        var log = new JsonLogger(new LineWriter(Stream.Null), level, TimeProvider.System, new LogContext("limits", "1.0.0", RequestId: null));
        Observed = new ObservedEnricher(_enricher, log, TimeProvider.System);
    }

    // The event is copied, because base64 is decoded in place.
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public Task Without() => _enricher.HandleAsync(_event.ToArray(), timeLeft: null, new ArrayBufferWriter<byte>());

    [Benchmark(OperationsPerInvoke = Records)]
    public Task With() => Observed.HandleAsync(_event.ToArray(), Invocation, new ArrayBufferWriter<byte>());

    /// <summary>Finds nothing and takes everything, so that each batch is the first.</summary>
    sealed class ForgetfulStore : IStateStore
    {
        public ValueTask<IReadOnlyDictionary<string, StateItem?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
            new(keys.ToDictionary(key => key, _ => (StateItem?)null, StringComparer.Ordinal));

        public ValueTask<bool> TryWriteAsync(StateItem item, CancellationToken cancellationToken) => new(true);
    }
}
