using System.Buffers;
using BenchmarkDotNet.Attributes;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Hosting;

namespace KinesisEnricher.Benchmarks;

/// <summary>What each stage costs a record: user limits, 500 records of 200 users a batch, items in memory, no output.</summary>
[MemoryDiagnoser]
public class Stages
{
    const int Records = 500;

    readonly byte[] _event;
    readonly byte[] _copy;
    readonly ArrayBufferWriter<byte> _response = new();
    readonly StrategyFactory _strategies;
    readonly KinesisBatch _batch;
    readonly List<ExpandedRecord> _expanded = [];
    readonly List<WorkItem> _planned;
    readonly List<Lane> _lanes;
    readonly LaneFolder _folder;
    readonly Workspace _planning = new();
    readonly Workspace _building = new();
    readonly Workspace _folding = new();

    public Stages()
    {
        _event = new Batches(Records).Next();
        _copy = new byte[_event.Length];
        _strategies = Families();
        _batch = KinesisEventReader.Read(_event.ToArray());
        var expander = new RecordExpander(_batch);
        while (expander.TryRead(out var record))
            _expanded.Add(record);
        _planned = PlanAll(new Workspace());
        _lanes = BuildLanes(new Workspace());
        var options = new PipelineOptions();
        var deadline = new Deadline(TimeProvider.System, null, default, default);
        var items = new ItemCache(new InMemoryStateStore(), new RecentItems(), _folding, new Retry(options, deadline, TimeProvider.System, () => 0), default);
        items.LoadAsync(_lanes).AsTask().GetAwaiter().GetResult();
        _folder = new LaneFolder(items, Answers.None.Found, new NoneSink(), options.MaxItemBytes, _folding);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public KinesisBatch Read()
    {
        _event.CopyTo(_copy, 0); // Base64 is decoded in place.
        return KinesisEventReader.Read(_copy);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Expand()
    {
        using var expander = new RecordExpander(_batch);
        var count = 0;
        while (expander.TryRead(out _))
            count++;
        return count;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Route()
    {
        var count = 0;
        foreach (var record in _expanded)
            count += Router.Find(record.Payload.Span, _strategies).Strategy is null ? 0 : 1;
        return count;
    }

    /// <summary>Route, decode, filter, plan.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Plan()
    {
        var planned = PlanAll(_planning).Count;
        _planning.EndChunk();
        return planned;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int BuildLanes()
    {
        var lanes = BuildLanes(_building).Count;
        _building.EndChunk();
        return lanes;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Fold()
    {
        var touched = 0;
        foreach (var lane in _lanes)
            touched += _folder.Fold(lane).Touched.Length;
        _folding.EndChunk();
        return touched;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Report()
    {
        _response.ResetWrittenCount();
        KinesisResponseWriter.Write(_response, _batch.Records[0].SequenceNumber, windowState: null);
        return _response.WrittenCount;
    }

    List<Lane> BuildLanes(Workspace workspace) => workspace.LaneBuilder.Build(_planned, Rules.All, workspace.TakeLane);

    List<WorkItem> PlanAll(Workspace workspace)
    {
        var planner = new RecordPlanner(_strategies);
        var works = workspace.Chunk;
        foreach (var record in _expanded)
        {
            var work = workspace.TakeWork();
            work.Begin(works.Count, record, _batch, record.PartitionKey);
            planner.Plan(work);
            works.Add(work);
        }
        return works;
    }

    static StrategyFactory Families()
    {
        var options = EnricherOptions.From(new Dictionary<string, string>());
        return Enricher.Create(options).Strategies;
    }
}
