using System.Globalization;
using System.Text;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

/// <summary>A stream in memory. Sequence numbers count up from 1 over all shards.</summary>
sealed class FakeStream(TimeProvider time) : IStreamReader
{
    readonly List<Shard> _shards = [];
    int _next;

    /// <summary>Comes before each iterator, and may throw.</summary>
    public Action<IteratorStart> BeforeIterator { get; set; } = _ => { };

    /// <summary>Comes before each page, and may throw.</summary>
    public Action BeforeRead { get; set; } = () => { };

    /// <summary>Whether the next page is one of those without records that Kinesis gives although there are more.</summary>
    public Func<bool> IsGap { get; set; } = () => false;

    public FakeStream AddShard(string shardId, string? parent = null, string? adjacentParent = null)
    {
        _shards.Add(new Shard(shardId, parent, adjacentParent));
        return this;
    }

    /// <summary>Puts a record on a shard, and gives its number.</summary>
    public string Put(string shardId, string partitionKey = "k", string data = "{}", DateTimeOffset? arrival = null) =>
        Put(shardId, partitionKey, Encoding.UTF8.GetBytes(data), arrival);

    public string Put(string shardId, string partitionKey, byte[] data, DateTimeOffset? arrival = null)
    {
        var number = (++_next).ToString(CultureInfo.InvariantCulture);
        Find(shardId).Records.Add(new StreamRecord(number, partitionKey, data, arrival ?? time.GetUtcNow(), null));
        return number;
    }

    public void Close(string shardId) => Find(shardId).IsClosed = true;

    public Task<IReadOnlyList<StreamShard>> ListShardsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StreamShard>>(
        [.. _shards.Select(s => new StreamShard(s.Id, s.Parent, s.AdjacentParent, "0", "1", "0", s.IsClosed ? "9" : null))]);

    public Task<string> GetIteratorAsync(string shardId, IteratorStart start, CancellationToken cancellationToken)
    {
        BeforeIterator(start);
        var records = Find(shardId).Records;
        var index = start switch
        {
            { SequenceNumber: { } number } => records.FindIndex(r => r.SequenceNumber == number) is >= 0 and var i ? i + 1
                : throw new KinesisException(KinesisFault.Invalid, "InvalidArgumentException", $"{number} is not of this stream."),
            { Timestamp: { } from } => records.FindIndex(r => r.ArrivalTime >= from) is >= 0 and var i ? i : records.Count,
            { Type: "LATEST" } => records.Count,
            _ => 0,
        };
        return Task.FromResult($"{shardId}/{index}");
    }

    public Task<RecordPage> ReadAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BeforeRead();
        if (IsGap())
            return Task.FromResult(new RecordPage([], iterator, TimeSpan.FromMinutes(1)));
        var slash = iterator.IndexOf('/');
        var shard = Find(iterator[..slash]);
        var index = int.Parse(iterator[(slash + 1)..]);
        var records = shard.Records.Skip(index).Take(limit).ToList();
        var next = index + records.Count;
        return Task.FromResult(new RecordPage(records, shard.IsClosed && next == shard.Records.Count ? null : $"{shard.Id}/{next}", TimeSpan.Zero));
    }

    Shard Find(string id) => _shards.Single(s => s.Id == id);

    sealed class Shard(string id, string? parent, string? adjacentParent)
    {
        public string Id => id;
        public string? Parent => parent;
        public string? AdjacentParent => adjacentParent;
        public List<StreamRecord> Records { get; } = [];
        public bool IsClosed { get; set; }
    }
}
