using System.Diagnostics;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.DynamoDb;
using KinesisEnricher.IntegrationTests.Meters;
using KinesisEnricher.IntegrationTests.Redis;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Redis;

namespace KinesisEnricher.IntegrationTests.Lookups;

/// <summary>The real pipeline on a real table, with look-ups cached in memory and in a real Redis that may fail.</summary>
[Collection(DynaliteCollection.Name)]
public sealed class StoresTests : IAsyncLifetime
{
    readonly Dynalite _dynalite;
    readonly HttpFaultProxy _dynamo;
    readonly RedisServer _redisServer = new();
    readonly Caches _caches = new("stores");
    FaultProxy _redis = null!;
    DynamoDbTable _table = null!;

    public StoresTests(Dynalite dynalite)
    {
        _dynalite = dynalite;
        _dynamo = new HttpFaultProxy(dynalite.Endpoint);
    }

    public async Task InitializeAsync()
    {
        await _redisServer.InitializeAsync();
        _redis = new FaultProxy(_redisServer.Port);
        _table = Tables.Open(_dynamo.Endpoint, await _dynalite.CreateTableAsync());
    }

    public async Task DisposeAsync()
    {
        await _caches.DisposeAsync();
        _table.Dispose();
        await _redis.DisposeAsync();
        await _dynamo.DisposeAsync();
        await _redisServer.DisposeAsync();
    }

    [Fact]
    public async Task Chunk_costs_the_round_trips_that_it_must()
    {
        var stream = new MeterStream("trips", readings: 1500, meters: 200, sites: 100);
        await _dynalite.PutSitesAsync(_table.Name, stream.Sites);

        var cold = await ConnectedAsync();
        Assert.Equal((1, 1, 2, 200), await CountAsync(cold, stream.Batch(0, 500)));

        var warmInRedis = await ConnectedAsync();
        Assert.Equal((1, 0, 2, 200), await CountAsync(warmInRedis, stream.Batch(500, 1000)));

        Assert.Equal((0, 0, 2, 200), await CountAsync(warmInRedis, stream.Batch(1000, 1500)));
        await stream.AssertAppliedOnceAsync(new DynamoDbStateStore(_table));
    }

    [Fact]
    public async Task Many_records_of_one_entity_cost_one_read_and_one_write()
    {
        var stream = new MeterStream("one", readings: 500, meters: 1, sites: 1);
        Assert.Equal((1, 1, 1, 1), await CountAsync(await ConnectedAsync(), stream.Batch()));
        await stream.AssertAppliedOnceAsync(new DynamoDbStateStore(_table));
    }

    [Fact]
    public async Task Writes_under_way_at_once_are_bounded()
    {
        const int most = 4;
        var stream = new MeterStream("bounded", readings: 60, meters: 60, sites: 1);
        var (open, highest) = (0, 0);
        var full = new TaskCompletionSource();
        _dynamo.Rule = async (request, forward) =>
        {
            if (request.Operation != "PutItem")
                return await forward(request);
            var now = Interlocked.Increment(ref open);
            lock (full)
                highest = Math.Max(highest, now);
            if (now >= most)
                full.TrySetResult();
            await full.Task; // The first are held until as many as may be are under way.
            var answer = await forward(request);
            Interlocked.Decrement(ref open);
            return answer;
        };

        await AssertEnrichedAsync(new MeterPipeline(new DynamoDbStateStore(_table), new DynamoDbLookUpSource(_table), maxParallelism: most), stream.Batch());

        Assert.Equal(most, highest);
    }

    public static TheoryData<string> Weather => ["stopped", "frozen", "refusing", "cut", "slow", "restarted"];

    [Theory]
    [MemberData(nameof(Weather))]
    public async Task No_record_fails_for_redis(string weather)
    {
        var stream = new MeterStream(weather, readings: 300, meters: 30, sites: 20);
        await _dynalite.PutSitesAsync(_table.Name, stream.Sites);
        var pipeline = Pipeline(Caches.Patient with { Command = TimeSpan.FromMilliseconds(200), Connect = TimeSpan.FromSeconds(1) });
        await AssertEnrichedAsync(pipeline, stream.Batch(0, 100));

        await BreakAsync(weather);
        _caches.Time.Pass(TimeSpan.FromMinutes(10)); // What is in memory is too old: Redis is asked.
        await AssertEnrichedAsync(pipeline, stream.Batch(100, 200));

        await MendAsync(weather);
        _caches.Time.Pass(TimeSpan.FromMinutes(10));
        await AssertEnrichedAsync(pipeline, stream.Batch(200, 300));
        await stream.AssertAppliedOnceAsync(new DynamoDbStateStore(_table));
    }

    /// <summary>The bound that the README states, with the time-outs of the function. Each batch is the first after a freeze, which costs most.</summary>
    [Theory]
    [MemberData(nameof(Weather))]
    public async Task Redis_costs_a_batch_no_more_than_its_time_outs_allow(string weather)
    {
        var bound = TimeSpan.FromMilliseconds(800);
        var slack = TimeSpan.FromSeconds(15); // For the rest of the batch, on a busy machine. A call that nobody gave up would take longer.
        var stream = new MeterStream(weather, readings: 400, meters: 10, sites: 20);
        await _dynalite.PutSitesAsync(_table.Name, stream.Sites);
        var pipeline = Pipeline(new RedisTimeouts());
        await AssertEnrichedAsync(pipeline, stream.Batch(0, 100));

        await BreakAsync(weather);
        for (var from = 100; from < 400; from += 100)
        {
            _caches.Time.Pass(TimeSpan.FromMinutes(10)); // What is in memory is too old, and so is the pause: Redis is asked.
            var (timed, started) = (_caches.Time.Timed, Stopwatch.GetTimestamp());
            await AssertEnrichedAsync(pipeline, stream.Batch(from, from + 100));
            Assert.InRange(_caches.Time.Timed - timed, TimeSpan.FromTicks(1), bound);
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, bound + slack);
        }
    }

    [Fact]
    public async Task Caches_are_filled_when_the_answer_is_given()
    {
        var stream = new MeterStream("filled", readings: 50, meters: 5, sites: 50);
        await _dynalite.PutSitesAsync(_table.Name, stream.Sites);
        var pipeline = await ConnectedAsync();
        _redis.Delay = TimeSpan.FromMilliseconds(200); // Longer than the rest of the way.

        await AssertEnrichedAsync(pipeline, stream.Batch());

        Assert.Equal("50", await _redisServer.AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task Nothing_leaves_the_process_after_the_answer()
    {
        var stream = new MeterStream("after", readings: 50, meters: 5, sites: 50);
        await _dynalite.PutSitesAsync(_table.Name, stream.Sites);
        var cache = _caches.Open(_redis.Port, Caches.Patient with { Command = TimeSpan.FromMilliseconds(300) });
        await cache.GetAsync([new("warm", "up")], default);
        // From the moment that the source is asked Redis takes nothing any more: the caches' filling hangs.
        _dynamo.Rule = async (request, forward) =>
        {
            if (request.Text.Contains("SITE#", StringComparison.Ordinal))
                _redis.Freeze();
            return await forward(request);
        };

        await AssertEnrichedAsync(Pipeline(cache), stream.Batch());

        var (sent, asked) = (_redis.BytesToServer, _dynamo.Requests.Count);
        _caches.Time.Pass(TimeSpan.FromHours(1));
        _redis.Thaw();
        await _redis.AllClosedAsync(); // Where there is no connection there is no byte.
        Assert.InRange(_redis.BytesToServer, 0, sent);
        Assert.Equal(asked, _dynamo.Requests.Count);
    }

    [Fact]
    public async Task Wrong_redis_password_fails_no_record_and_is_reported()
    {
        var stream = new MeterStream("password", readings: 20, meters: 5, sites: 5);
        await _redisServer.AskAsync("CONFIG", "SET", "requirepass", "right");
        await AssertEnrichedAsync(Pipeline(_caches.Open(_redis.Port, password: "wrong")), stream.Batch());
        Assert.Contains("REDIS_PASSWORD", Assert.Single(_caches.Reports), StringComparison.Ordinal);
    }

    async Task BreakAsync(string weather)
    {
        switch (weather)
        {
            case "stopped":
                await _redisServer.StopAsync();
                break;
            case "restarted":
                await _redisServer.StopAsync();
                await _redisServer.StartAsync();
                break;
            case "frozen":
                _redisServer.Freeze();
                break;
            case "refusing":
                _redis.Refuse = true;
                _redis.Cut();
                break;
            case "cut":
                _redis.Cut();
                break;
            default:
                _redis.Delay = TimeSpan.FromSeconds(30);
                break;
        }
    }

    async Task MendAsync(string weather)
    {
        _redis.Refuse = false;
        _redis.Delay = TimeSpan.Zero;
        if (weather == "stopped")
            await _redisServer.StartAsync();
        if (weather == "frozen")
            _redisServer.Thaw();
    }

    static async Task AssertEnrichedAsync(MeterPipeline pipeline, KinesisBatch batch)
    {
        var result = await pipeline.HandleAsync(batch);
        Assert.All(result.Outcomes, outcome => Assert.Equal((Outcome.Enriched, (string?)null), (outcome.Outcome, outcome.Reason)));
    }

    /// <summary>A pipeline as a new process has it, but for a connection to Redis that is made already.</summary>
    async Task<MeterPipeline> ConnectedAsync()
    {
        var cache = _caches.Open(_redis.Port);
        await cache.GetAsync([new("warm", "up")], default);
        return Pipeline(cache);
    }

    MeterPipeline Pipeline(RedisTimeouts timeouts) => Pipeline(_caches.Open(_redis.Port, timeouts));

    MeterPipeline Pipeline(RedisLookUpCache cache) => new(
        new DynamoDbStateStore(_table),
        new CachedLookUpSource(new DynamoDbLookUpSource(_table), cache, new LookUpCacheOptions(), _caches.Time));

    /// <returns>Round trips to Redis until the answers are there, reads of reference data, reads of state, writes.</returns>
    async Task<(int Redis, int References, int States, int Writes)> CountAsync(MeterPipeline pipeline, KinesisBatch batch)
    {
        _dynamo.Forget();
        _redis.Delay = TimeSpan.FromMilliseconds(100); // Answers wait until all is asked, so that what is sent in pieces counts once.
        var before = _redis.RoundTrips;
        await AssertEnrichedAsync(pipeline, batch);
        var trips = _redis.RoundTrips - before;
        _redis.Delay = TimeSpan.Zero;
        var references = _dynamo.Requests.Count(request => request.Operation == "BatchGetItem" && request.Text.Contains("\"SITE#", StringComparison.Ordinal));
        // What was read is sent to Redis beside the batch's way, at once.
        return (trips - (references > 0 ? 1 : 0), references, _dynamo.Count("BatchGetItem") - references, _dynamo.Count("PutItem"));
    }
}
