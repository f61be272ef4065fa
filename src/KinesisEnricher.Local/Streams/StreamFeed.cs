using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Streams;

/// <summary>
/// Puts records on a stream, those of a key in the order in which they came: Kinesis may refuse a record of a call and take one behind it, so that a call has no two
/// of a key. What a call does not take waits before those behind it.
/// </summary>
/// <param name="client">Reaches the stream.</param>
/// <param name="stream">Its name.</param>
/// <param name="time">The clock.</param>
sealed class StreamFeed(KinesisClient client, string stream, TimeProvider time)
{
    const int MaxEntries = 500;
    const int MaxBytes = 5 * 1024 * 1024;
    const int MaxAggregateBytes = 50 * 1024;
    const int MaxAttempts = 10;

    readonly List<PutEntry> _waiting = [];
    readonly Dictionary<string, KplAggregateWriter> _aggregates = new(StringComparer.Ordinal);
    IReadOnlyList<(BigInteger From, BigInteger To, string Key)>? _ranges;
    int _waitingBytes;
    int _failures;

    /// <summary>User records added.</summary>
    public long Records { get; private set; }

    /// <summary>Kinesis records put.</summary>
    public long Put { get; private set; }

    public async Task AddAsync(SourceRecord record, CancellationToken cancellationToken)
    {
        Records++;
        await AddAsync(new PutEntry(record.PartitionKey, record.Data), cancellationToken);
    }

    /// <summary>Packs a record with others of its shard, as the Kinesis Producer Library does.</summary>
    public async Task AggregateAsync(SourceRecord record, CancellationToken cancellationToken)
    {
        Records++;
        var hash = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(record.PartitionKey)), isUnsigned: true, isBigEndian: true);
        var shard = (await RangesAsync(cancellationToken)).First(range => range.From <= hash && hash <= range.To).Key;
        if (!_aggregates.TryGetValue(shard, out var aggregate))
            _aggregates.Add(shard, aggregate = new KplAggregateWriter());
        aggregate.Add(record.PartitionKey, explicitHashKey: null, record.Data.Span);
        if (aggregate.Length >= MaxAggregateBytes)
            await SendAggregateAsync(shard, aggregate, cancellationToken);
    }

    /// <summary>Puts what still waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (shard, aggregate) in _aggregates)
        {
            if (aggregate.Count > 0)
                await SendAggregateAsync(shard, aggregate, cancellationToken);
        }
        while (_waiting.Count > 0)
            await SendAsync(cancellationToken);
    }

    static BigInteger Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    static int SizeOf(in PutEntry entry) => entry.Data.Length + (entry.PartitionKey.Length * 3);

    /// <summary>The open shards, each with a hash key that leads to it.</summary>
    async ValueTask<IReadOnlyList<(BigInteger From, BigInteger To, string Key)>> RangesAsync(CancellationToken cancellationToken)
    {
        while (_ranges is null)
        {
            try
            {
                var shards = await client.ListShardsAsync(stream, cancellationToken);
                _ranges = [.. shards.Where(s => s.IsOpen).Select(s => (Number(s.StartingHashKey), Number(s.EndingHashKey), s.StartingHashKey))];
                _failures = 0;
            }
            catch (KinesisException e)
            {
                await WaitAfterAsync(e, cancellationToken);
            }
        }
        return _ranges;
    }

    async Task SendAggregateAsync(string shard, KplAggregateWriter aggregate, CancellationToken cancellationToken)
    {
        await AddAsync(new PutEntry("a", aggregate.ToArray(), shard), cancellationToken);
        aggregate.Clear();
    }

    async Task AddAsync(PutEntry entry, CancellationToken cancellationToken)
    {
        while (_waiting.Count == MaxEntries || (_waiting.Count > 0 && _waitingBytes + SizeOf(entry) > MaxBytes))
            await SendAsync(cancellationToken);
        _waiting.Add(entry);
        _waitingBytes += SizeOf(entry);
    }

    /// <summary>Puts the first of each key that waits.</summary>
    async Task SendAsync(CancellationToken cancellationToken)
    {
        int[] call = [.. _waiting.Index().DistinctBy(x => (x.Item.PartitionKey, x.Item.ExplicitHashKey)).Select(x => x.Index)];
        try
        {
            var results = await client.PutRecordsAsync(stream, [.. call.Select(i => _waiting[i])], cancellationToken);
            var taken = call.Where((_, i) => results[i].IsTaken).ToArray();
            Put += taken.Length;
            foreach (var i in taken.Reverse())
                _waiting.RemoveAt(i);
            _waitingBytes = _waiting.Sum(entry => SizeOf(entry));
            if (taken.Length == call.Length)
                _failures = 0;
            else
                await WaitAfterAsync(results.First(r => !r.IsTaken), hadHeadway: taken.Length > 0, cancellationToken);
        }
        catch (KinesisException e)
        {
            // Whether the call was carried out may not be known: records may be there twice then.
            await WaitAfterAsync(e, cancellationToken);
        }
    }

    Task WaitAfterAsync(PutResult refused, bool hadHeadway, CancellationToken cancellationToken)
    {
        _failures = hadHeadway ? 1 : _failures + 1;
        return _failures < MaxAttempts
            ? Task.Delay(Backoff.After(_failures), time, cancellationToken)
            : throw new UsageException($"{stream} does not take records: {refused.ErrorCode} {refused.ErrorMessage}");
    }

    Task WaitAfterAsync(KinesisException fault, CancellationToken cancellationToken)
    {
        _failures++;
        return _failures < MaxAttempts && fault.Fault is not (KinesisFault.Invalid or KinesisFault.NotFound or KinesisFault.Denied)
            ? Task.Delay(Backoff.After(_failures), time, cancellationToken)
            : throw new UsageException($"{stream} does not take records: {fault.Message}", fault);
    }
}
