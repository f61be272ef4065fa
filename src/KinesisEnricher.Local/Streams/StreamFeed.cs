using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.Streams;

/// <summary>Puts records on a stream, in calls as large as Kinesis takes. What a call does not take is put again before the next.</summary>
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
        _ranges ??= [.. (await client.ListShardsAsync(stream, cancellationToken)).Where(s => s.IsOpen).Select(s => (Number(s.StartingHashKey), Number(s.EndingHashKey), s.StartingHashKey))];
        var hash = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(record.PartitionKey)), isUnsigned: true, isBigEndian: true);
        var shard = _ranges.First(range => range.From <= hash && hash <= range.To).Key;
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
        await SendAsync(cancellationToken);
    }

    static BigInteger Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    async Task SendAggregateAsync(string shard, KplAggregateWriter aggregate, CancellationToken cancellationToken)
    {
        await AddAsync(new PutEntry("a", aggregate.ToArray(), shard), cancellationToken);
        aggregate.Clear();
    }

    async Task AddAsync(PutEntry entry, CancellationToken cancellationToken)
    {
        var bytes = entry.Data.Length + (entry.PartitionKey.Length * 3);
        if (_waiting.Count == MaxEntries || _waitingBytes + bytes > MaxBytes)
            await SendAsync(cancellationToken);
        _waiting.Add(entry);
        _waitingBytes += bytes;
    }

    async Task SendAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PutEntry> rest = [.. _waiting];
        for (var failures = 1; rest.Count > 0; failures++)
        {
            try
            {
                var results = await client.PutRecordsAsync(stream, rest, cancellationToken);
                Put += results.Count(r => r.IsTaken);
                var failed = results.FirstOrDefault(r => !r.IsTaken);
                rest = [.. rest.Where((_, i) => !results[i].IsTaken)];
                if (rest.Count > 0 && failures == MaxAttempts)
                    throw new UsageException($"{stream} does not take records: {failed.ErrorCode} {failed.ErrorMessage}");
            }
            catch (KinesisException e) when (failures == MaxAttempts || e.Fault is KinesisFault.Invalid or KinesisFault.NotFound or KinesisFault.Denied)
            {
                throw new UsageException($"{stream} does not take records: {e.Message}", e);
            }
            catch (KinesisException)
            {
                // Tried again below. Whether it was carried out may not be known: a record may be there twice then.
            }
            if (rest.Count > 0)
                await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
        _waiting.Clear();
        _waitingBytes = 0;
    }
}
