using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>
/// An event source mapping of a Kinesis stream, as the cloud's: reads every shard from its checkpoint on, the shards that a resharding opens after those that it
/// closed, and drives a function with batches of their records.
/// </summary>
public sealed class Mapping(MappingOptions options, MappingPorts ports, TimeProvider time)
{
    static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(30);

    readonly Dictionary<string, Task> _workers = new(StringComparer.Ordinal);
    readonly Dictionary<string, ShardCheckpoint> _checkpoints = new(StringComparer.Ordinal);

    /// <summary>Runs until it is stopped, or something fails; then every batch in hand is answered and every checkpoint is saved.</summary>
    /// <exception cref="KinesisException">The stream cannot be read at the start.</exception>
    /// <exception cref="InvalidDataException">A checkpoint cannot be read, or is not of this stream. The message says where it is.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var checkpoint in ports.Checkpoints.Load())
            _checkpoints.Add(checkpoint.ShardId, checkpoint);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var shards = await ports.Stream.ListShardsAsync(stop);
            foreach (var shard in shards.Where(shard => shard.IsOpen && IsDrained(shard.ShardId)))
            {
                throw new InvalidDataException(
                    $"{ports.Checkpoints.NameOf(shard.ShardId)}: the shard is closed and done there, and open in the stream, which may have been made anew. Delete the checkpoints to begin again.");
            }
            var start = _checkpoints.Count == 0 ? Begin(shards) : null;
            while (true)
            {
                StartWhatCan(shards, start, ended.Token);
                await WaitAsync(stop);
                shards = await ListAsync(shards, stop);
                start = null;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What it was asked for.
        }
        finally
        {
            // Whatever failed is told of when nothing is under way any more: what workers use ends with this.
            ended.Cancel();
            await Task.WhenAll(_workers.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        await Task.WhenAll(_workers.Values.Where(worker => worker.IsFaulted));
    }

    /// <summary>The first start: the starting position is for the shards that there are. Those that come later are read whole.</summary>
    IteratorStart Begin(IReadOnlyList<StreamShard> shards)
    {
        var position = options.StartingPosition;
        // Should the process end before its first batch is done, "latest" must not come to mean later.
        var startTime = position == StartingPosition.Latest ? time.GetUtcNow() : position.Timestamp;
        foreach (var shard in shards)
            Save(new ShardCheckpoint { ShardId = shard.ShardId, StartTime = startTime });
        return position.ToIterator();
    }

    void StartWhatCan(IReadOnlyList<StreamShard> shards, IteratorStart? start, CancellationToken stop)
    {
        var known = shards.Select(shard => shard.ShardId).ToHashSet(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            if (_workers.ContainsKey(shard.ShardId) || IsDrained(shard.ShardId) || !IsOut(shard.ParentShardId) || !IsOut(shard.AdjacentParentShardId))
                continue;
            if (!_checkpoints.TryGetValue(shard.ShardId, out var checkpoint))
                checkpoint = Save(new ShardCheckpoint { ShardId = shard.ShardId });
            _workers.Add(shard.ShardId, new ShardWorker(checkpoint, start, options, ports, time).RunAsync(stop));
        }

        // A parent whose records have all expired is not listed any more.
        bool IsOut(string? parent) => parent is null || !known.Contains(parent) || IsDrained(parent);
    }

    bool IsDrained(string shardId) =>
        (_checkpoints.TryGetValue(shardId, out var checkpoint) && checkpoint.IsDrained) || (_workers.TryGetValue(shardId, out var worker) && worker.IsCompletedSuccessfully);

    ShardCheckpoint Save(ShardCheckpoint checkpoint)
    {
        _checkpoints[checkpoint.ShardId] = checkpoint;
        ports.Checkpoints.Save(checkpoint);
        return checkpoint;
    }

    /// <summary>Until a shard ends, or it is time to look for others.</summary>
    async Task WaitAsync(CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ended = await Task.WhenAny([.. _workers.Values.Where(worker => !worker.IsCompletedSuccessfully), Task.Delay(ListInterval, time, enough.Token)]);
        enough.Cancel();
        stop.ThrowIfCancellationRequested();
        await ended;
    }

    async Task<IReadOnlyList<StreamShard>> ListAsync(IReadOnlyList<StreamShard> last, CancellationToken stop)
    {
        try
        {
            return await ports.Stream.ListShardsAsync(stop);
        }
        catch (KinesisException e)
        {
            ports.Observer.Trouble("", e.Message);
            return last;
        }
    }
}
