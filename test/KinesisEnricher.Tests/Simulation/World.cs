using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>One schedule, run: producers, streams, a mapping, processes with the real pipeline in them, and servers.</summary>
sealed class World
{
    static readonly StrategyFactory Strategies =
        new(new StrategyRegistry().AddStrategy<LogStrategy>().AddStrategy<AliasStrategy>().AddStrategy<NoteStrategy>());

    /// <summary>From then on nothing goes wrong any more, so that everything comes to an end.</summary>
    static readonly TimeSpan Calm = TimeSpan.FromSeconds(90);

    /// <summary>So little and so short that entries go, and come to be too old.</summary>
    static readonly LookUpCacheOptions CacheOptions = new() { Ttl = TimeSpan.FromSeconds(5), NegativeTtl = TimeSpan.FromSeconds(1), MaxEntries = 4 };

    readonly PipelineOptions _options;
    readonly StringBuilder? _trace;
    readonly TimeSpan _latency;
    readonly bool _caches;
    readonly List<SimulatedProcess> _resting = [];
    readonly Func<SimulatedProcess, PipelinePorts, PipelinePorts> _wire;
    int _processes;

    public World(Schedule schedule, ISimulatedServers servers, Rules rules, Func<SimulatedProcess, PipelinePorts, PipelinePorts> wire, StringBuilder? trace)
    {
        Schedule = schedule;
        Servers = servers;
        _wire = wire;
        _trace = trace;
        Random = new Random(schedule.Seed ^ 0x5EED);
        ParallelizationFactor = Random.Next(1, 5);
        BatchSize = Random.Next(1, 13);
        Bisects = Random.Next(2) == 0;
        _latency = TimeSpan.FromMilliseconds(Random.Next(4) switch { 0 => 0, 1 => 3, 2 => 40, _ => 250 });
        _caches = Random.Next(3) == 0;
        // A process without a deadline that thaws knows nothing of its successor: order cannot hold then, but nothing may be lost.
        IsUnlimited = schedule.Mode == Mode.ManyKeys && Random.Next(4) == 0;
        _options = new PipelineOptions
        {
            ChunkRecords = Random.Next(1, 9),
            MaxParallelism = Random.Next(1, 5),
            DeadlineMargin = TimeSpan.FromMilliseconds(Random.Next(1, 3_000)),
            Attempts = Random.Next(1, 5),
            ConflictRetries = Random.Next(1, 5),
            ThrowOnFailure = Random.Next(6) == 0,
            Rules = rules,
        };
        Streams = [.. Enumerable.Range(0, schedule.Streams).Select(i => new SimulatedStream($"arn:aws:kinesis:eu-west-1:1:stream/s{i}", schedule.ShardsPerStream))];
    }

    public Schedule Schedule { get; }
    public SimulatedTime Time { get; } = new();
    public ISimulatedServers Servers { get; }
    public Random Random { get; }
    public IReadOnlyList<SimulatedStream> Streams { get; }
    public int ParallelizationFactor { get; }
    public int BatchSize { get; }
    public bool Bisects { get; }

    /// <summary>Processes do not know their deadline.</summary>
    public bool IsUnlimited { get; }

    public TimeSpan MaxLatency => Time.Now < Calm ? _latency : TimeSpan.Zero;
    public Weather Weather => Time.Now < Calm ? Schedule.Weather : new Weather();

    public bool Happens(double chance) => chance > 0 && Random.NextDouble() < chance;

    public TimeSpan Latency() => MaxLatency * Random.NextDouble();

    public void Trace(Func<string> line) => _trace?.AppendLine($"{Time.Now.TotalMilliseconds,7:0} {line()}");

    public void Run()
    {
        foreach (var stream in Streams)
            _ = new SimulatedMapping(this, stream);
        foreach (var put in Schedule.Puts)
        {
            Time.After(put.At, () =>
            {
                Streams[put.Stream].Put(put.PartitionKey, put.Users);
                Trace(() => $"put on s{put.Stream} under {put.PartitionKey}: "
                    + string.Join(", ", put.Users.Select(u => $"{u.Event.Type} {u.Event.Uid} of {u.PartitionKey} on {string.Join('+', u.Event.Keys)} {u.Event.Alias}")));
            });
        }
        foreach (var at in Schedule.Reshardings)
            Time.After(at, () => Streams[Random.Next(Streams.Count)].Reshard(Random));
        Time.Run();
    }

    public void Invoke(string lane, IReadOnlyList<SimulatedRecord> batch, Action<SequenceNumber?> onAnswer, Action onError)
    {
        var process = Take();
        var timeout = Time.Now < Calm ? TimeSpan.FromMilliseconds(Random.Next(20, 4_000)) : TimeSpan.FromMinutes(5);
        var isOver = false;
        void End(Action then, Action fate)
        {
            if (isOver)
                return;
            isOver = true;
            fate();
            then();
        }

        if (Happens(Weather.Kill))
        {
            Time.After(timeout * Random.NextDouble() * 0.3, () =>
            {
                if (!isOver)
                    Trace(() => $"{process.Name} is killed");
                End(onError, process.Kill);
            });
        }
        if (Happens(Weather.Freeze))
        {
            Time.After(timeout * Random.NextDouble() * 0.3, () =>
            {
                if (isOver)
                    return;
                var clocks = ClockFault.Of(Random);
                var duration = timeout * (0.3 + (Random.NextDouble() * 1.7));
                Trace(() => $"{process.Name} freezes for {duration.TotalMilliseconds:0} ms: {clocks}");
                process.Freeze(duration, clocks);
            });
        }
        Time.After(timeout, () =>
        {
            if (!isOver)
                Trace(() => $"{process.Name} times out");
            End(onError, process.FrozenUntil < Time.Now ? process.Kill : process.Settle); // A frozen one thaws later and runs on, unheard.
        });

        Trace(() => $"{process.Name} gets {lane}: {string.Join(' ', batch.Select(r => r.Sequence))}, {timeout.TotalMilliseconds:0} ms");
        var delivered = new DeliveredBytes();
        var records = batch.Select(r => new KinesisRecord
        {
            Shard = r.Shard, SequenceNumber = new SequenceNumber(delivered.CopyOf(r.Sequence.Text)), PartitionKey = r.PartitionKey, Data = delivered.CopyOf(r.Data),
        }).ToArray();
        process.Processor.ProcessAsync(new KinesisBatch(records), IsUnlimited ? null : timeout).ContinueWith(task =>
        {
            var calls = process.CallsUnderWay;
            Time.After(TimeSpan.Zero, () =>
            {
                // Timers are counted now: the one that ended the last call could not be disposed of before the answer that it led to.
                if (calls + process.PendingTimers > 0)
                    throw new InvalidOperationException($"{calls} calls and {process.PendingTimers} timers outlive the answer of {process.Name}.");
            });
            SequenceNumber? checkpoint = task is { IsFaulted: false, Result.Checkpoint: { } named } ? SequenceNumber.Parse(named.ToString()) : null;
            if (task.IsCompletedSuccessfully)
                task.Result.Dispose();
            delivered.Reuse();
            Time.After(TimeSpan.FromMilliseconds(1), () =>
            {
                if (!isOver)
                    Trace(() => $"{process.Name} answers {(task.IsFaulted ? task.Exception.InnerException!.Message : checkpoint?.ToString() ?? "done")}");
                if (task.IsFaulted && task.Exception.InnerException is not BatchFailedException)
                    throw new InvalidOperationException("The handler threw.", task.Exception.InnerException);
                End(() =>
                {
                    if (task.IsFaulted)
                        onError();
                    else
                        onAnswer(checkpoint);
                }, () => Rest(process));
            }, process);
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>A process for an invocation: one that rests, or a new one.</summary>
    SimulatedProcess Take()
    {
        if (_resting.Count == 0 || !Happens(Schedule.Weather.LivesOn))
            return new SimulatedProcess(Time, $"#{++_processes}", Start);
        var process = _resting[Random.Next(_resting.Count)];
        _resting.Remove(process);
        var clocks = ClockFault.AtRest(Random);
        Trace(() => $"{process.Name} thaws: {clocks}");
        process.Thaw(clocks);
        return process;
    }

    BatchProcessor Start(SimulatedProcess process)
    {
        var ports = new SimulatedPorts(this, process);
        ILookUpSource lookUps = _caches ? new CachedLookUpSource(ports, shared: null, CacheOptions, process) : ports;
        return new BatchProcessor(Strategies, _wire(process, new PipelinePorts(ports, lookUps, ports, ports)), _options, process, Random.NextDouble);
    }

    void Rest(SimulatedProcess process)
    {
        process.Rest();
        _resting.Add(process);
    }
}
