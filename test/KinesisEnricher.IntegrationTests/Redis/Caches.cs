using System.Collections.Concurrent;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Hosting;
using KinesisEnricher.Redis;

namespace KinesisEnricher.IntegrationTests.Redis;

/// <summary>The function's own cache client, and what it reports.</summary>
sealed class Caches(string prefix) : IAsyncDisposable
{
    readonly ConcurrentQueue<RedisLookUpCache> _opened = new();
    readonly ConcurrentQueue<string> _reports = new();

    /// <summary>Long enough that a busy machine is not taken for a broken Redis.</summary>
    public static RedisTimeouts Patient { get; } = new() { Connect = TimeSpan.FromSeconds(10), Command = TimeSpan.FromSeconds(10) };

    public ShiftedTime Time { get; } = new();

    public IReadOnlyCollection<string> Reports => _reports;

    public RedisLookUpCache Open(int port, RedisTimeouts? timeouts = null, string? password = null)
    {
        var redis = new RedisOptions { Host = "127.0.0.1", Port = port, Password = password };
        var cache = new RedisLookUpCache(redis, _ => new(redis.Password), prefix, new LookUpCacheOptions(), timeouts ?? Patient, Time, _reports.Enqueue);
        _opened.Enqueue(cache);
        return cache;
    }

    public LookUpEntry Entry(string? json) =>
        new(json is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(json), Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        foreach (var cache in _opened)
            await cache.DisposeAsync();
    }
}
