using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;
using StackExchange.Redis;

namespace KinesisEnricher.Redis;

/// <summary>
/// Look-up answers in Redis, or a Redis cluster, under <c>prefix:source:key</c>. Commands of one key each are sent together, so that a chunk costs one round
/// trip and keys may lie in any slot. Whatever is wrong with Redis, it has nothing: no record fails for it.
/// </summary>
public sealed class RedisLookUpCache : ILookUpCache, IAsyncDisposable
{
    readonly RedisLink _link;
    readonly string _prefix;
    readonly LookUpCacheOptions _cache;

    /// <param name="redis">Where it is.</param>
    /// <param name="password">Gives the password when a connection is made; null without one.</param>
    /// <param name="prefix">What keys begin with, so that deployments can share a server.</param>
    /// <param name="cache">How long answers are kept.</param>
    /// <param name="timeouts">How long Redis may take.</param>
    /// <param name="time">The UTC clock that tells a freeze, and the timers of the time-outs.</param>
    /// <param name="report">Told, in a sentence, when Redis is given up for a while, and when it is used again.</param>
    /// <exception cref="ConfigurationException">The options ask for what this build's client cannot do.</exception>
    public RedisLookUpCache(
        RedisOptions redis, Func<CancellationToken, ValueTask<string?>> password, string prefix, LookUpCacheOptions cache, RedisTimeouts timeouts, TimeProvider time,
        Action<string>? report)
    {
        RedisConfiguration.Check(redis);
        _link = new RedisLink(redis, password, timeouts, time, report);
        _prefix = prefix;
        _cache = cache;
    }

    public async ValueTask<IReadOnlyDictionary<LookUpKey, LookUpEntry>> GetAsync(IReadOnlyCollection<LookUpKey> keys, CancellationToken cancellationToken)
    {
        var gets = await _link.CallAsync(database => Send(database, keys, (batch, key) => batch.StringGetAsync(RedisKeyOf(key))), isWrite: false, cancellationToken).ConfigureAwait(false);

        var found = new Dictionary<LookUpKey, LookUpEntry>(keys.Count);
        if (gets is null)
            return found;
        var next = 0;
        foreach (var key in keys)
        {
            if (gets[next++] is Task<RedisValue> { IsCompletedSuccessfully: true, Result: { IsNull: false } value } && RedisEntries.TryRead((byte[]?)value, out var entry))
                found[key] = entry;
        }
        return found;
    }

    public ValueTask SetAsync(IReadOnlyCollection<KeyValuePair<LookUpKey, LookUpEntry>> entries, CancellationToken cancellationToken) =>
        new(_link.CallAsync(database => Send(database, entries, (batch, entry) => batch.StringSetAsync(
            RedisKeyOf(entry.Key),
            RedisEntries.Write(entry.Value),
            _cache.TtlOf(entry.Value),
            entry.Value.Json is null ? When.NotExists : When.Always,
            CommandFlags.None)), isWrite: true, cancellationToken));

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    RedisKey RedisKeyOf(LookUpKey key) => $"{_prefix}:{key}";

    /// <summary>Sends a command for each item, together.</summary>
    static Task[] Send<T>(IDatabase database, IReadOnlyCollection<T> items, Func<IBatch, T, Task> command)
    {
        var batch = database.CreateBatch();
        var commands = new Task[items.Count];
        var next = 0;
        foreach (var item in items)
            commands[next++] = command(batch, item);
        batch.Execute();
        return commands;
    }
}
