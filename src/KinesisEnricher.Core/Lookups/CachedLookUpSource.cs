namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Look-ups through caches: memory, then a shared cache in one round trip, then the source for what is left. What the source answers fills the caches beside the
/// way of the batch: <see cref="CompleteAsync"/> waits for that. Authoritative answers pass the caches by, and refresh them.
/// </summary>
/// <param name="source">Where answers come from.</param>
/// <param name="shared">Null for memory alone.</param>
/// <param name="options">How long answers are kept, and how many.</param>
/// <param name="time">The UTC clock that answers age by.</param>
public sealed class CachedLookUpSource(ILookUpSource source, ILookUpCache? shared, LookUpCacheOptions options, TimeProvider time) : ILookUpSource, IAsyncDisposable
{
    readonly LookUpMemory _memory = new(options);
    readonly Lock _gate = new();
    Task _filling = Task.CompletedTask;

    public async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        var found = new LookUpAnswers(keys.Count);
        var open = keys;
        if (freshness == Freshness.Cached)
        {
            open = TakeFromMemory(open, found);
            if (open.Count > 0 && shared is not null)
                open = TakeFromShared(open, await shared.GetAsync(open, cancellationToken).ConfigureAwait(false), found);
        }
        if (open.Count == 0)
            return found;

        try
        {
            var answers = await source.GetAsync(open, freshness, cancellationToken).ConfigureAwait(false);
            found.FromSource += answers.Count;
            found.RoundTrips += (answers as LookUpAnswers)?.RoundTrips ?? 1;
            Keep(answers, found, cancellationToken);
        }
        catch (Exception) when (found.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            found.RoundTrips++;
            // The caches' answers count. The others are asked for again, and then the cause shows.
        }
        return found;
    }

    /// <summary>Waits until everything that was answered so far is in the caches, or given up.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Task filling;
        lock (_gate)
            filling = _filling;
        await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A cache that could not be filled is no failure.
        await source.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the shared cache and the source, where they hold clients.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in new object?[] { shared, source })
        {
            if (part is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                (part as IDisposable)?.Dispose();
        }
    }

    List<LookUpKey> TakeFromMemory(IReadOnlyCollection<LookUpKey> keys, LookUpAnswers found)
    {
        var now = time.GetUtcNow();
        var misses = new List<LookUpKey>();
        foreach (var key in keys)
        {
            if (_memory.TryGet(key, now, out var entry))
                found[key] = entry.Json;
            else
                misses.Add(key);
        }
        found.FromMemory += found.Count;
        return misses;
    }

    List<LookUpKey> TakeFromShared(IReadOnlyCollection<LookUpKey> keys, IReadOnlyDictionary<LookUpKey, LookUpEntry> entries, LookUpAnswers found)
    {
        found.RoundTrips++;
        var now = time.GetUtcNow();
        var misses = new List<LookUpKey>();
        foreach (var key in keys)
        {
            if (entries.TryGetValue(key, out var entry) && options.IsFresh(entry, now))
            {
                found[key] = entry.Json;
                found.FromCache++;
                _memory.Set(key, entry);
            }
            else
            {
                misses.Add(key);
            }
        }
        return misses;
    }

    void Keep(IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?> answers, LookUpAnswers found, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entries = new List<KeyValuePair<LookUpKey, LookUpEntry>>(answers.Count);
        foreach (var (key, json) in answers)
        {
            found[key] = json;
            var entry = new LookUpEntry(json, now);
            _memory.Set(key, entry);
            entries.Add(new(key, entry));
        }
        if (shared is null || entries.Count == 0)
            return;

        lock (_gate)
            _filling = FillAfter(_filling, shared, entries, cancellationToken);
    }

    /// <summary>One after the other, or an answer could take the place of a newer one; and on another thread, or what the cache does before it first waits would hold the batch up.</summary>
    static Task FillAfter(
        Task before, ILookUpCache shared, List<KeyValuePair<LookUpKey, LookUpEntry>> entries, CancellationToken cancellationToken) =>
        before.ContinueWith(
            ended =>
            {
                _ = ended.Exception; // Nobody waits for it any more.
                return shared.SetAsync(entries, cancellationToken).AsTask();
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
}
