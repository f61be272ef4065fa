using System.Security.Cryptography;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Reads a shard and shares its records out to lanes, equal partition keys to the same one.</summary>
sealed class ShardWorker
{
    const int MaxPage = 10_000;
    const long MaxBytesWaiting = 64 * 1024 * 1024;

    /// <summary>Kinesis takes five reads of a shard a second, those of its other readers included.</summary>
    static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(200);

    readonly string _shardId;
    readonly MappingOptions _options;
    readonly MappingPorts _ports;
    readonly TimeProvider _time;
    readonly ShardProgress _progress;
    readonly LambdaEventWriter _events;
    readonly Lane[] _lanes;
    readonly IteratorStart _start;
    readonly IteratorStart _restart;

    /// <param name="checkpoint">Where the shard stands.</param>
    /// <param name="start">Where to begin when nothing of it is done yet; null for where the checkpoint says.</param>
    /// <param name="options">The mapping's settings.</param>
    /// <param name="ports">What it reads from and drives.</param>
    /// <param name="time">The clock.</param>
    public ShardWorker(ShardCheckpoint checkpoint, IteratorStart? start, MappingOptions options, MappingPorts ports, TimeProvider time)
    {
        _shardId = checkpoint.ShardId;
        _restart = checkpoint.ToIterator();
        _start = start ?? _restart;
        _options = options;
        _ports = ports;
        _time = time;
        _progress = new ShardProgress(checkpoint, ports.Checkpoints.Save);
        _events = new LambdaEventWriter(options.StreamArn);
        _lanes =
        [
            .. Enumerable.Range(0, options.ParallelizationFactor).Select(lane => new Lane(
                new BatchDelivery(_shardId, lane, options, ports, _progress, _events, time), _progress, options, time)),
        ];
    }

    /// <summary>Runs until the shard is closed and its last record is done.</summary>
    /// <exception cref="OperationCanceledException">It was stopped: batches in hand are answered, and the checkpoint says what is done.</exception>
    /// <exception cref="InvalidDataException">The shard does not know the record that its checkpoint names. The message says where the checkpoint is.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        _ports.Observer.ShardStarted(_shardId);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(_lanes.Select(lane => EndAllIfAsync(lane.RunAsync(failed.Token), failed)).Append(EndAllIfAsync(ReadAsync(failed.Token), failed)));
        _progress.Drain();
        _ports.Observer.ShardDrained(_shardId);
    }

    /// <summary>What is wrong with one is not to be waited for behind the others.</summary>
    static async Task EndAllIfAsync(Task work, CancellationTokenSource failed)
    {
        try
        {
            await work;
        }
        catch
        {
            failed.Cancel();
            throw;
        }
    }

    async Task ReadAsync(CancellationToken stop)
    {
        var limit = Math.Clamp(_options.BatchSize * _options.ParallelizationFactor, 1000, MaxPage);
        var position = _start;
        string? iterator = null;
        var failures = 0;
        while (true)
        {
            RecordPage page;
            var asked = _time.GetUtcNow();
            try
            {
                iterator ??= await _ports.Stream.GetIteratorAsync(_shardId, position, stop);
                page = await _ports.Stream.ReadAsync(iterator, limit, stop);
                failures = 0;
            }
            catch (KinesisException e) when (e.Fault == KinesisFault.Invalid && iterator is null && position.SequenceNumber is { } number)
            {
                throw new InvalidDataException(
                    $"{_ports.Checkpoints.NameOf(_shardId)}: the shard has no record {number}; the stream may have been made anew. Delete the checkpoints to begin again. {e.Message}", e);
            }
            catch (KinesisException e)
            {
                // Iterators expire after five minutes, and after a fault a new one does no harm.
                iterator = null;
                // Records may have come since "latest" was asked for: from then on it would mean later.
                if (position == IteratorStart.Latest)
                    position = _restart;
                if (e.Fault != KinesisFault.ExpiredIterator)
                {
                    _ports.Observer.Trouble(_shardId, e.Message);
                    await Task.Delay(Backoff.After(++failures), _time, stop);
                }
                continue;
            }

            Share(page, asked);
            if (page.Records is [.., var last])
                position = IteratorStart.After(last.SequenceNumber);
            if ((iterator = page.NextIterator) is null)
                break;
            await Task.Delay(IsEnd(page) ? _options.PollInterval : ReadInterval, _time, stop);
            while (_lanes.Sum(lane => lane.BytesWaiting) > MaxBytesWaiting)
                await Task.Delay(_options.PollInterval, _time, stop);
        }
        foreach (var lane in _lanes)
            lane.Complete();
    }

    /// <summary>True when nothing is behind the page for now. A page in the midst of a shard may be empty, too.</summary>
    static bool IsEnd(RecordPage page) => page.Records.Count == 0 && page.Behind == TimeSpan.Zero;

    void Share(RecordPage page, DateTimeOffset asked)
    {
        DateTimeOffset? caughtUpTo = IsEnd(page) ? asked : null;
        var shares = _lanes.Select(_ => new List<MappedRecord>()).ToArray();
        var filtered = new List<SequenceNumber>();
        foreach (var record in page.Records)
        {
            var number = SequenceNumber.Parse(record.SequenceNumber);
            _progress.Begin(number);
            if (_options.Filter?.Matches(record, _shardId, _options.StreamArn) == false)
                filtered.Add(number);
            else
                shares[LaneOf(record.PartitionKey)].Add(_events.Map(_shardId, record));
        }
        if (page.Records.Count > 0)
            _ports.Observer.PageRead(_shardId, page.Records.Count, filtered.Count);
        if (filtered.Count > 0)
            _progress.Finish(filtered);
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (shares[i].Count > 0 || (caughtUpTo is not null && _options.TumblingWindow is not null))
                _lanes[i].Send(new LanePage(shares[i], caughtUpTo));
        }
    }

    /// <summary>By the hash's last bytes: the first decide the shard, and may be the same for all of its keys.</summary>
    int LaneOf(string partitionKey) =>
        _lanes.Length == 1 ? 0 : (int)(BitConverter.ToUInt32(MD5.HashData(Encoding.UTF8.GetBytes(partitionKey)), 12) % (uint)_lanes.Length);
}
