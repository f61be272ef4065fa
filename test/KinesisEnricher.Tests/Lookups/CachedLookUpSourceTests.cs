using System.Text;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Lookups;

public sealed class CachedLookUpSourceTests
{
    static readonly LookUpKey A = new("asset", "a");
    static readonly LookUpKey B = new("asset", "b");
    static readonly LookUpCacheOptions Options = new() { Ttl = TimeSpan.FromMinutes(5), NegativeTtl = TimeSpan.FromSeconds(15) };

    readonly ManualTimeProvider _time = new();
    readonly ScriptedSource _source = new();
    readonly ScriptedCache _shared = new();

    [Fact]
    public async Task Second_look_up_asks_nobody()
    {
        _source.Values[A] = "1";
        var cached = Cached();
        await GetAsync(cached, [A, B]);

        var answers = await cached.GetAsync([A, B], Freshness.Cached, default);

        Assert.Equal("1", Text(answers[A]));
        Assert.Null(answers[B]);
        Assert.Equal(1, _source.Calls);
        Assert.Equal(1, _shared.Gets);
        var counted = Assert.IsType<LookUpAnswers>(answers);
        Assert.Equal((2, 0, 0, 0), (counted.FromMemory, counted.FromCache, counted.FromSource, counted.RoundTrips));
    }

    [Fact]
    public async Task Each_layer_is_asked_for_what_the_one_before_lacks()
    {
        var cached = Cached();
        _source.Values[A] = "1";
        await GetAsync(cached, [A]);
        _shared.Entries[B] = new("2"u8.ToArray(), _time.GetUtcNow());
        var c = new LookUpKey("asset", "c");

        var answers = Assert.IsType<LookUpAnswers>(await cached.GetAsync([A, B, c], Freshness.Cached, default));

        Assert.Equal([B, c], _shared.LastGet);
        Assert.Equal([c], _source.LastKeys);
        Assert.Equal((1, 1, 1, 2), (answers.FromMemory, answers.FromCache, answers.FromSource, answers.RoundTrips));
    }

    [Fact]
    public async Task Value_is_asked_for_again_when_it_is_old()
    {
        _source.Values[A] = "1";
        var cached = Cached();
        await GetAsync(cached, [A]);
        _source.Values[A] = "2";

        _time.Advance(Options.Ttl - TimeSpan.FromTicks(1));
        Assert.Equal("1", await GetAsync(cached, [A]));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("2", await GetAsync(cached, [A]));
    }

    [Fact]
    public async Task None_is_used_briefly()
    {
        var cached = Cached();
        await GetAsync(cached, [A]);
        _source.Values[A] = "1";

        _time.Advance(Options.NegativeTtl - TimeSpan.FromTicks(1));
        Assert.Null(await GetAsync(cached, [A]));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("1", await GetAsync(cached, [A]));
    }

    [Fact]
    public async Task Entry_of_the_shared_cache_gets_no_younger_in_memory()
    {
        _shared.Entries[A] = new("1"u8.ToArray(), _time.GetUtcNow() - Options.Ttl + TimeSpan.FromSeconds(1));
        var cached = Cached();
        Assert.Equal("1", await GetAsync(cached, [A]));
        _source.Values[A] = "2";
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await GetAsync(cached, [A]));
    }

    [Fact]
    public async Task Entry_from_the_future_is_not_used()
    {
        _shared.Entries[A] = new("1"u8.ToArray(), _time.GetUtcNow().AddMinutes(1));
        _source.Values[A] = "2";
        Assert.Equal("2", await GetAsync(Cached(), [A]));
    }

    [Fact]
    public async Task Authoritative_answer_passes_the_caches_by_and_refreshes_them()
    {
        _source.Values[A] = "1";
        var cached = Cached();
        await GetAsync(cached, [A]);
        _source.Values[A] = "2";

        Assert.Equal("2", await GetAsync(cached, [A], Freshness.Authoritative));
        await cached.CompleteAsync(default);

        Assert.Equal(Freshness.Authoritative, _source.LastFreshness);
        Assert.Equal(1, _shared.Gets);
        Assert.Equal("2", await GetAsync(cached, [A]));
        Assert.Equal("2", Text(_shared.Entries[A].Json));
    }

    [Fact]
    public async Task Answer_that_is_slow_to_reach_the_shared_cache_does_not_take_the_place_of_a_newer_one()
    {
        var slow = new TaskCompletionSource();
        var cached = Cached();
        _source.Values[A] = "1";
        _shared.Filling = slow;
        await GetAsync(cached, [A]);
        await _shared.Begun.Task;
        _source.Values[A] = "2";
        _shared.Filling = null;
        await GetAsync(cached, [A], Freshness.Authoritative);

        slow.SetResult();
        await cached.CompleteAsync(default);

        Assert.Equal("2", Text(_shared.Entries[A].Json));
    }

    [Fact]
    public async Task Source_that_fails_leaves_what_the_caches_have()
    {
        _source.Values[A] = "1";
        var cached = Cached();
        await GetAsync(cached, [A]);
        _source.Fault = new IOException("down");

        Assert.Equal([A], (await cached.GetAsync([A, B], Freshness.Cached, default)).Keys);
        await Assert.ThrowsAsync<IOException>(async () => await cached.GetAsync([B], Freshness.Cached, default));
    }

    [Fact]
    public async Task Filling_the_shared_cache_holds_no_answer_up_and_is_waited_for_at_the_end()
    {
        _source.Values[A] = "1";
        _shared.Filling = new TaskCompletionSource();
        var cached = Cached();

        Assert.Equal("1", await GetAsync(cached, [A]));
        var completion = cached.CompleteAsync(default).AsTask();
        Assert.False(completion.IsCompleted);

        _shared.Filling.SetResult();
        await completion;
    }

    [Fact]
    public async Task Filling_that_fails_is_no_failure()
    {
        _shared.Filling = new TaskCompletionSource();
        _shared.Filling.SetException(new IOException("down"));
        var cached = Cached();
        await GetAsync(cached, [A]);
        await cached.CompleteAsync(default);
    }

    [Fact]
    public async Task Memory_is_bounded_and_keeps_what_is_used()
    {
        var cached = new CachedLookUpSource(_source, null, Options with { MaxEntries = 100 }, _time);
        _source.Values[A] = "1";
        for (var i = 0; i < 1000; i++)
        {
            await GetAsync(cached, [A]);
            await GetAsync(cached, [new("asset", $"k{i}")]);
        }
        Assert.Equal(1001, _source.Calls); // A only once.

        _source.Calls = 0;
        for (var i = 999; i >= 0; i--)
            await GetAsync(cached, [new("asset", $"k{i}")]);
        Assert.InRange(_source.Calls, 900, 1000);
    }

    [Fact]
    public async Task Memory_is_bounded_in_bytes_too()
    {
        var cached = new CachedLookUpSource(_source, null, Options with { MaxBytes = 10_000 }, _time);
        for (var i = 0; i < 100; i++)
        {
            _source.Values[new("asset", $"k{i}")] = $"\"{new string('x', 1000)}\"";
            await GetAsync(cached, [new("asset", $"k{i}")]);
        }
        _source.Calls = 0;
        for (var i = 99; i >= 0; i--)
            await GetAsync(cached, [new("asset", $"k{i}")]);
        Assert.InRange(_source.Calls, 85, 100);
    }

    CachedLookUpSource Cached() => new(_source, _shared, Options, _time);

    static async Task<string?> GetAsync(CachedLookUpSource cached, LookUpKey[] keys, Freshness freshness = Freshness.Cached) =>
        Text((await cached.GetAsync(keys, freshness, default))[keys[0]]);

    static string? Text(ReadOnlyMemory<byte>? json) => json is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    sealed class ScriptedSource : ILookUpSource
    {
        public Dictionary<LookUpKey, string> Values { get; } = [];
        public Exception? Fault { get; set; }
        public int Calls { get; set; }
        public LookUpKey[] LastKeys { get; private set; } = [];
        public Freshness LastFreshness { get; private set; }

        public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
            IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
        {
            Calls++;
            (LastKeys, LastFreshness) = ([.. keys], freshness);
            if (Fault is not null)
                throw Fault;
            return new(keys.ToDictionary(
                key => key, key => Values.TryGetValue(key, out var value) ? Encoding.UTF8.GetBytes(value) : default(ReadOnlyMemory<byte>?)));
        }
    }

    sealed class ScriptedCache : ILookUpCache
    {
        public Dictionary<LookUpKey, LookUpEntry> Entries { get; } = [];
        public TaskCompletionSource? Filling { get; set; }
        public TaskCompletionSource Begun { get; } = new();
        public int Gets { get; private set; }
        public LookUpKey[] LastGet { get; private set; } = [];

        public ValueTask<IReadOnlyDictionary<LookUpKey, LookUpEntry>> GetAsync(IReadOnlyCollection<LookUpKey> keys, CancellationToken cancellationToken)
        {
            Gets++;
            LastGet = [.. keys];
            lock (Entries)
                return new(keys.Where(Entries.ContainsKey).ToDictionary(key => key, key => Entries[key]));
        }

        public async ValueTask SetAsync(IReadOnlyCollection<KeyValuePair<LookUpKey, LookUpEntry>> entries, CancellationToken cancellationToken)
        {
            var filling = Filling;
            Begun.TrySetResult();
            if (filling is not null)
                await filling.Task;
            lock (Entries)
            {
                foreach (var (key, entry) in entries)
                    Entries[key] = entry;
            }
        }
    }
}
