using System.Buffers;
using BenchmarkDotNet.Attributes;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Hosting;

namespace KinesisEnricher.Benchmarks;

/// <summary>What a record costs on its whole way, from the event's bytes to the answer's: state in memory, no output, no event twice.</summary>
[MemoryDiagnoser]
public class WholeBatch
{
    const int Records = 500;
    const int Prepared = 64;

    readonly Enricher _enricher = Enricher.Create(
        EnricherOptions.From(new Dictionary<string, string>()), ports => ports with { Sink = new NoneSink() });

    readonly Batches _batches = new(Records);
    readonly Queue<byte[]> _events = [];
    readonly ArrayBufferWriter<byte> _response = new();

    /// <summary>Making events is not measured.</summary>
    [IterationSetup]
    public void Prepare()
    {
        while (_events.Count < Prepared)
            _events.Enqueue(_batches.Next());
    }

    [Benchmark(OperationsPerInvoke = Records * Prepared)]
    public async Task<int> Handle()
    {
        while (_events.TryDequeue(out var utf8Event))
        {
            _response.ResetWrittenCount();
            using var result = await _enricher.HandleAsync(utf8Event, timeLeft: null, _response);
        }
        return _response.WrittenCount;
    }
}
