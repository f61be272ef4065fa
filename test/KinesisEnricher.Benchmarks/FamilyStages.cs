using BenchmarkDotNet.Attributes;
using KinesisEnricher.Benchmarks.Process;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;

namespace KinesisEnricher.Benchmarks;

/// <summary>What each family takes to route, decode, filter and plan a record: the events of its sample, again and again.</summary>
[MemoryDiagnoser]
public class FamilyStages
{
    const int Records = 500;

    readonly List<ExpandedRecord> _records = [];
    KinesisBatch _batch = KinesisBatch.Empty;
    RecordPlanner? _planner;

    [Params("user-limits", "turbine-status", "operata", "cars")]
    public string Family { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _batch = KinesisEventReader.Read(File.ReadAllBytes(Path.Combine(Subjects.Root, "events", $"{Family}.json")));
        _planner = new RecordPlanner(Enricher.Create(EnricherOptions.From(new Dictionary<string, string>())).Strategies);
        using var expander = new RecordExpander(_batch);
        while (expander.TryRead(out var record))
            _records.Add(record);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Plan()
    {
        var planned = 0;
        for (var i = 0; i < Records; i++)
        {
            var work = new WorkItem();
            work.Begin(i, _records[i % _records.Count], _batch, "source");
            _planner!.Plan(work);
            planned += work.States.Length;
        }
        return planned;
    }
}
