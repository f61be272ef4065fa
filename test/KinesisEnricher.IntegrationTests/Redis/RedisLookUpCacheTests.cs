using System.Text;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Redis;

namespace KinesisEnricher.IntegrationTests.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisLookUpCacheTests(RedisServer redis) : IAsyncLifetime
{
    static readonly LookUpKey Key = new("asset", "vestas:WTG-17");

    readonly string _prefix = $"t{Guid.NewGuid():N}";
    Caches _caches = null!;

    string RedisKey => $"{_prefix}:asset:vestas:WTG-17";

    public Task InitializeAsync()
    {
        _caches = new Caches(_prefix);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _caches.DisposeAsync();

    [Fact]
    public async Task Value_and_its_age_come_back()
    {
        var cache = _caches.Open(redis.Port);
        var entry = _caches.Entry("""{"name":"é"}""");
        await cache.SetAsync([new(Key, entry)], default);

        var found = (await cache.GetAsync([Key, new("asset", "other")], default));

        Assert.Equal("""{"name":"é"}""", Text(Assert.Single(found).Value));
        Assert.Equal(entry.AnsweredAt.ToUnixTimeMilliseconds(), found[Key].AnsweredAt.ToUnixTimeMilliseconds());
        Assert.InRange(long.Parse(await redis.AskAsync("PTTL", RedisKey), System.Globalization.CultureInfo.InvariantCulture), 1, 300_000);
        Assert.Empty(_caches.Reports);
    }

    [Fact]
    public async Task None_is_kept_only_where_nothing_is()
    {
        var cache = _caches.Open(redis.Port);
        await cache.SetAsync([new(Key, _caches.Entry(null))], default);
        Assert.Null((await cache.GetAsync([Key], default))[Key].Json);
        Assert.InRange(long.Parse(await redis.AskAsync("PTTL", RedisKey), System.Globalization.CultureInfo.InvariantCulture), 1, 15_000);

        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
        await cache.SetAsync([new(Key, _caches.Entry(null))], default);
        Assert.Equal("1", Text((await cache.GetAsync([Key], default))[Key]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"asset_id\":\"A-17\"}")]
    [InlineData("\u0002aaaaaaaa{}")]
    public async Task Value_of_another_layout_is_a_miss(string value)
    {
        var cache = _caches.Open(redis.Port);
        await redis.AskAsync("SET", RedisKey, value);
        Assert.Empty(await cache.GetAsync([Key], default));
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
        Assert.Equal("1", Text((await cache.GetAsync([Key], default))[Key]));
    }

    [Fact]
    public async Task Key_that_holds_something_else_is_a_miss_and_spoils_no_other()
    {
        var cache = _caches.Open(redis.Port);
        await redis.AskAsync("RPUSH", RedisKey, "a");
        var other = new LookUpKey("asset", "other");
        await cache.SetAsync([new(other, _caches.Entry("1"))], default);
        Assert.Equal([other], (await cache.GetAsync([Key, other], default)).Keys);
        Assert.Empty(_caches.Reports);
    }

    [Fact]
    public async Task Key_that_holds_something_else_is_a_miss_by_itself_too_and_is_written_over()
    {
        var cache = _caches.Open(redis.Port);
        await redis.AskAsync("RPUSH", RedisKey, "a");
        Assert.Empty(await cache.GetAsync([Key], default));
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
        Assert.Equal("1", Text((await cache.GetAsync([Key], default))[Key]));
        Assert.Empty(_caches.Reports);
    }

    [Fact]
    public async Task Many_keys_cost_one_round_trip()
    {
        await using var proxy = new FaultProxy(redis.Port);
        var cache = _caches.Open(proxy.Port);
        var keys = Enumerable.Range(0, 500).Select(i => new LookUpKey("asset", $"k{i}")).ToArray();
        await cache.GetAsync([Key], default);

        await AllAskedBeforeOneIsAnsweredAsync("setex", () => cache.SetAsync([.. keys.Select(key => KeyValuePair.Create(key, _caches.Entry("1")))], default).AsTask());
        await AllAskedBeforeOneIsAnsweredAsync("get", async () => Assert.Equal(keys.Length, (await cache.GetAsync(keys, default)).Count));

        Assert.Equal(1, proxy.Connections);

        // Whoever waited for an answer between two commands would wait in vain.
        async Task AllAskedBeforeOneIsAnsweredAsync(string command, Func<Task> ask)
        {
            var all = await redis.CallsAsync(command) + keys.Length;
            proxy.HoldAnswers();
            var asked = ask();
            await redis.UntilCalledAsync(command, all);
            proxy.Thaw();
            await asked;
            Assert.Equal(all, await redis.CallsAsync(command));
        }
    }

    [Fact]
    public async Task Connection_lost_to_a_freeze_costs_no_answer()
    {
        await using var proxy = new FaultProxy(redis.Port);
        var cache = _caches.Open(proxy.Port, Caches.Patient with { Command = TimeSpan.FromSeconds(1) });
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);

        proxy.Forget();
        _caches.Time.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal("1", Text((await cache.GetAsync([Key], default))[Key]));
        Assert.Equal(2, proxy.Connections);
        Assert.Empty(_caches.Reports);
    }

    [Fact]
    public async Task Clock_that_was_set_back_counts_as_a_freeze()
    {
        await using var proxy = new FaultProxy(redis.Port);
        var cache = _caches.Open(proxy.Port, Caches.Patient with { Command = TimeSpan.FromSeconds(1) });
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);

        proxy.Forget();
        _caches.Time.Pass(TimeSpan.FromHours(-1));

        Assert.Single(await cache.GetAsync([Key], default));
    }

    [Fact]
    public async Task Cancelled_call_drops_its_connection()
    {
        await using var proxy = new FaultProxy(redis.Port);
        var cache = _caches.Open(proxy.Port);
        await cache.GetAsync([Key], default);
        proxy.Freeze();
        using var cancelled = new CancellationTokenSource();
        var asked = cache.GetAsync([Key], cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asked);
        proxy.Thaw();
        await proxy.AllClosedAsync();

        Assert.Empty(await cache.GetAsync([Key], default));
        Assert.Equal(2, proxy.Connections);
    }

    [Fact]
    public async Task Callers_at_once_share_a_connection()
    {
        await using var proxy = new FaultProxy(redis.Port);
        var cache = _caches.Open(proxy.Port);
        await cache.SetAsync([new(Key, _caches.Entry("1"))], default);
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cache.GetAsync([Key], default).AsTask()));
        Assert.All(found, answers => Assert.Single(answers));
        Assert.Equal(1, proxy.Connections);
    }

    static string Text(LookUpEntry entry) => Encoding.UTF8.GetString(entry.Json!.Value.Span);
}
