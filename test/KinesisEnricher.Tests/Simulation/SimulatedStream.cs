using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Simulation;

/// <summary>A user record as its producer meant it: the data is the event, unless it is poison, that is bytes that are none or an event that must not be applied.</summary>
sealed record UserPut(string PartitionKey, LogEvent Event, byte[] Data, bool IsPoison);

/// <summary>A record on a shard: one user record, or a KPL aggregate of several.</summary>
sealed record SimulatedRecord(Shard Shard, SequenceNumber Sequence, string PartitionKey, byte[] Data, IReadOnlyList<UserPut> Users);

/// <summary>A shard: an ordered list of records that is closed when it is split or merged.</summary>
sealed class SimulatedShard(Shard name, int low, int high, IReadOnlyList<SimulatedShard> parents)
{
    public Shard Name => name;
    public int Low => low;
    public int High => high;
    public IReadOnlyList<SimulatedShard> Parents => parents;
    public List<SimulatedRecord> Records { get; } = [];
    public bool IsClosed { get; set; }
    public bool IsDrained { get; set; }
}

/// <summary>A stream whose shards take what hashes into their range, and can be split and merged.</summary>
sealed class SimulatedStream
{
    const int Range = 1 << 16;

    readonly string _arn;
    int _sequence = 88; // Soon three digits: numbers, not texts, are compared.
    int _shards;

    public SimulatedStream(string arn, int shards)
    {
        _arn = arn;
        for (var i = 0; i < shards; i++)
            Open(Range * i / shards, Range * (i + 1) / shards, []);
    }

    public string Arn => _arn;

    public List<SimulatedShard> Shards { get; } = [];

    public event Action<SimulatedShard>? ShardOpened;
    public event Action<SimulatedShard, SimulatedRecord>? RecordPut;

    public void Put(string partitionKey, IReadOnlyList<UserPut> users)
    {
        var hash = Hash(partitionKey);
        var shard = Shards.Find(s => !s.IsClosed && s.Low <= hash && hash < s.High)!;
        var data = users.Count == 1 ? users[0].Data : Aggregate(users);
        var record = new SimulatedRecord(shard.Name, SequenceNumber.Parse((++_sequence).ToString()), partitionKey, data, users);
        shard.Records.Add(record);
        RecordPut?.Invoke(shard, record);
    }

    static byte[] Aggregate(IReadOnlyList<UserPut> users)
    {
        var aggregate = new KplAggregateWriter();
        foreach (var user in users)
            aggregate.Add(user.PartitionKey, null, user.Data);
        return aggregate.ToArray();
    }

    public void Reshard(Random random)
    {
        var open = Shards.FindAll(s => !s.IsClosed);
        var shard = open[random.Next(open.Count)];
        var neighbour = open.Find(s => s.Low == shard.High);
        shard.IsClosed = true;
        if (neighbour is not null && random.Next(2) == 0)
        {
            neighbour.IsClosed = true;
            Open(shard.Low, neighbour.High, [shard, neighbour]);
            return;
        }
        var middle = (shard.Low + shard.High) / 2;
        Open(shard.Low, middle, [shard]);
        Open(middle, shard.High, [shard]);
    }

    void Open(int low, int high, IReadOnlyList<SimulatedShard> parents)
    {
        var shard = new SimulatedShard(new Shard(_arn, $"shardId-{_shards++:D12}"), low, high, parents);
        Shards.Add(shard);
        ShardOpened?.Invoke(shard);
    }

    /// <summary>The same in every process, unlike a string's own.</summary>
    public static int Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 16)) & (Range - 1));
    }
}
