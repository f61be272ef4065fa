using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>
/// An event source mapping: batches per lane of a parallelization factor, one at a time; partial answers, whole-batch retries, bisecting; the shards that a
/// resharding opens wait until their parents are drained.
/// </summary>
sealed class SimulatedMapping
{
    readonly World _world;
    readonly List<(SimulatedShard Shard, Lane[] Lanes)> _shards = [];

    public SimulatedMapping(World world, SimulatedStream stream)
    {
        _world = world;
        stream.Shards.ForEach(Add);
        stream.ShardOpened += shard =>
        {
            Add(shard);
            _world.Time.After(TimeSpan.FromMilliseconds(1), StartWhatCan);
        };
        stream.RecordPut += (shard, record) =>
        {
            var lanes = _shards.Find(s => s.Shard == shard).Lanes;
            lanes[SimulatedStream.Hash(record.PartitionKey + "lane") % lanes.Length].Arrive(record);
        };
        StartWhatCan();
    }

    void Add(SimulatedShard shard) => _shards.Add((shard, [.. Enumerable.Range(0, _world.ParallelizationFactor).Select(i => new Lane(this, $"{shard.Name.ShardId[^2..]}/{i}"))]));

    void StartWhatCan()
    {
        foreach (var (shard, lanes) in _shards)
        {
            shard.IsDrained = shard.IsClosed && lanes.All(l => l.IsIdle);
            if (!shard.Parents.All(p => p.IsDrained))
                continue;
            foreach (var lane in lanes)
                lane.Start();
        }
    }

    sealed class Lane(SimulatedMapping mapping, string name)
    {
        readonly World _world = mapping._world;
        readonly Queue<SimulatedRecord> _arrived = new();
        readonly LinkedList<List<SimulatedRecord>> _pending = new();
        bool _isStarted;
        bool _isBusy;

        public bool IsIdle => _isStarted && !_isBusy && _arrived.Count == 0 && _pending.Count == 0;

        public void Arrive(SimulatedRecord record)
        {
            _arrived.Enqueue(record);
            PumpSoon();
        }

        public void Start()
        {
            if (_isStarted)
                return;
            _isStarted = true;
            PumpSoon();
            _world.Time.After(TimeSpan.FromMilliseconds(1), mapping.StartWhatCan);
        }

        void PumpSoon() => _world.Time.After(TimeSpan.FromMilliseconds(_world.Random.Next(2_000)), Pump);

        void Pump()
        {
            if (!_isStarted || _isBusy)
                return;
            if (_pending.Count == 0 && _arrived.Count > 0)
            {
                var batch = new List<SimulatedRecord>();
                while (batch.Count < _world.BatchSize && _arrived.TryDequeue(out var record))
                    batch.Add(record);
                _pending.AddFirst(batch);
            }
            if (_pending.Count == 0)
            {
                mapping.StartWhatCan();
                return;
            }
            _isBusy = true;
            _world.Invoke(name, _pending.First!.Value, OnAnswer, OnError);
        }

        void OnAnswer(SequenceNumber? checkpoint)
        {
            var batch = _pending.First!.Value;
            var done = checkpoint is { } number ? batch.FindIndex(r => r.Sequence == number) : batch.Count;
            if (done < 0)
                throw new InvalidOperationException($"The answer names {checkpoint}, which is not in the batch.");
            batch.RemoveRange(0, done);
            if (batch.Count == 0)
                _pending.RemoveFirst();
            _isBusy = false;
            PumpSoon();
        }

        void OnError()
        {
            var batch = _pending.First!.Value;
            if (_world.Bisects && batch.Count > 1)
            {
                _pending.RemoveFirst();
                _pending.AddFirst(batch[(batch.Count / 2)..]);
                _pending.AddFirst(batch[..(batch.Count / 2)]);
            }
            _isBusy = false;
            PumpSoon();
        }
    }
}
