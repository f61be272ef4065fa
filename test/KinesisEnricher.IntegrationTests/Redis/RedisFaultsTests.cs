using KinesisEnricher.Core.Lookups;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Redis;

namespace KinesisEnricher.IntegrationTests.Redis;

/// <summary>A server of its own that is stopped, frozen and started again. Nothing throws, and recovery is noticed.</summary>
public sealed class RedisFaultsTests : IAsyncLifetime
{
    static readonly LookUpKey Key = new("asset", "k");

    /// <summary>Commands are given up soon, because here they do hang; a connection is given time.</summary>
    static readonly RedisTimeouts Timeouts = Caches.Patient with { Connect = TimeSpan.FromSeconds(1), Command = TimeSpan.FromMilliseconds(500) };

    readonly RedisServer _redis = new();
    readonly Caches _caches = new("faults");

    public Task InitializeAsync() => _redis.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _caches.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Down_at_start_and_up_later()
    {
        await _redis.StopAsync();
        var cache = _caches.Open(_redis.Port, Timeouts);
        Assert.Empty(await cache.GetAsync([Key], default));
        Assert.Contains("REDIS_HOST", Assert.Single(_caches.Reports), StringComparison.Ordinal);

        await _redis.StartAsync();
        await AssertRecoversAsync(cache);
    }

    [Fact]
    public async Task Stopped_in_between_and_started_again()
    {
        var cache = _caches.Open(_redis.Port, Timeouts);
        await AssertWorksAsync(cache);
        await _redis.StopAsync();
        Assert.Empty(await cache.GetAsync([Key], default));
        await _redis.StartAsync();
        await AssertRecoversAsync(cache);
    }

    [Fact]
    public async Task What_is_reported_names_no_key()
    {
        var key = new LookUpKey("customer", "jane@example.com");
        await using var proxy = new FaultProxy(_redis.Port);
        var cache = _caches.Open(proxy.Port, Timeouts);
        await cache.SetAsync([new(key, _caches.Entry("1"))], default);
        (proxy.Refuse, var tries) = (true, 0);
        proxy.Cut();
        await proxy.AllClosedAsync();
        while (_caches.Reports.Count == 0 && tries++ < 100)
            await cache.GetAsync([key], default);

        Assert.DoesNotContain("jane", Assert.Single(_caches.Reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_and_still_asked_for_what_it_has()
    {
        var cache = _caches.Open(_redis.Port, Caches.Patient);
        await AssertWorksAsync(cache);
        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
        for (var i = 0; i < 3; i++)
        {
            await cache.SetAsync([new(new LookUpKey("asset", $"k{i}"), _caches.Entry("1"))], default);
            Assert.Single(await cache.GetAsync([Key], default));
        }

        Assert.Contains("takes no entries: OOM", Assert.Single(_caches.Reports), StringComparison.Ordinal);
        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await AssertWorksAsync(cache);
    }

    [Fact]
    public async Task Frozen_in_between_and_thawed()
    {
        var cache = _caches.Open(_redis.Port, Timeouts);
        await AssertWorksAsync(cache);
        _redis.Freeze();
        Assert.Empty(await cache.GetAsync([Key], default));
        _redis.Thaw();
        await AssertRecoversAsync(cache);
    }

    [Fact]
    public async Task Frozen_at_start_and_thawed()
    {
        _redis.Freeze();
        var cache = _caches.Open(_redis.Port, Timeouts);
        Assert.Empty(await cache.GetAsync([Key], default));
        _redis.Thaw();
        await AssertRecoversAsync(cache);
    }

    [Fact]
    public async Task Left_alone_during_the_pause()
    {
        await using var proxy = new FaultProxy(_redis.Port) { Refuse = true };
        var cache = _caches.Open(proxy.Port, Timeouts);
        await cache.GetAsync([Key], default);
        var connections = proxy.Connections;
        for (var i = 0; i < 10; i++)
            Assert.Empty(await cache.GetAsync([Key], default));
        Assert.Equal(connections, proxy.Connections);

        proxy.Refuse = false;
        await AssertRecoversAsync(cache);
        Assert.Equal(2, _caches.Reports.Count);
        Assert.Contains("again", _caches.Reports.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_come_too_late_are_not_waited_for()
    {
        await using var proxy = new FaultProxy(_redis.Port);
        var cache = _caches.Open(proxy.Port, Timeouts);
        await AssertWorksAsync(cache);
        proxy.Delay = TimeSpan.FromMinutes(1);
        Assert.Empty(await cache.GetAsync([Key], default));
        await proxy.AllClosedAsync(); // The connection is dropped: nobody reads the answer.
        proxy.Delay = TimeSpan.Zero;
        await AssertRecoversAsync(cache);
    }

    [Fact]
    public async Task Cut_connection_is_made_anew()
    {
        await using var proxy = new FaultProxy(_redis.Port);
        var cache = _caches.Open(proxy.Port, Timeouts);
        await AssertWorksAsync(cache);
        proxy.Cut();
        await AssertRecoversAsync(cache);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Wrong_password_is_named_with_what_to_set(string? password)
    {
        await _redis.AskAsync("CONFIG", "SET", "requirepass", "right");
        var wrong = _caches.Open(_redis.Port, Timeouts, password);
        Assert.Empty(await wrong.GetAsync([Key], default));
        var report = Assert.Single(_caches.Reports);
        Assert.Contains($"127.0.0.1:{_redis.Port}", report, StringComparison.Ordinal);
        Assert.Contains("REDIS_PASSWORD", report, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", report, StringComparison.Ordinal);

        await AssertWorksAsync(_caches.Open(_redis.Port, Timeouts, "right"));
    }

    async Task AssertWorksAsync(RedisLookUpCache cache)
    {
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
        Assert.Single(await cache.GetAsync([Key], default));
    }

    /// <summary>At the latest when the longest pause is over, however often it failed in between.</summary>
    async Task AssertRecoversAsync(RedisLookUpCache cache)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            _caches.Time.Pass(Timeouts.LongestPause);
            await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
            if ((await cache.GetAsync([Key], default)).Count == 1)
                return;
        }
        Assert.Fail($"It does not recover: {string.Join('\n', _caches.Reports)}");
    }
}
