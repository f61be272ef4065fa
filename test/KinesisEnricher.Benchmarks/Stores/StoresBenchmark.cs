using System.Diagnostics;
using KinesisEnricher.IntegrationTests.DynamoDb;
using KinesisEnricher.IntegrationTests.Meters;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>
/// Batches of 500 records over 200 entities and 100 look-up keys against a redis-server and a dynalite on this machine: through the pipeline, and record by
/// record. Both ways take turns, in either order, and what is reported are medians of the rounds.
/// </summary>
sealed class StoresBenchmark(int rounds, int batches)
{
    public const int Records = 500, Entities = 200, LookUpKeys = 100;

    /// <summary>Batches before any is measured: the runtime compiles what is hot a second time, and a third.</summary>
    const int WarmUp = 12;

    readonly MeterStream _stream = new("bench", readings: int.MaxValue, Entities, LookUpKeys);

    public async Task<IReadOnlyList<Figures>> RunAsync(Action<string> progress)
    {
        var (dynalite, redis) = (new Dynalite(), new RedisServer());
        await dynalite.InitializeAsync();
        await redis.InitializeAsync();
        try
        {
            return await RunAsync(dynalite, redis, progress);
        }
        finally
        {
            await redis.DisposeAsync();
            await dynalite.DisposeAsync();
        }
    }

    async Task<IReadOnlyList<Figures>> RunAsync(Dynalite dynalite, RedisServer redis, Action<string> progress)
    {
        Func<Uri, string, int, IBatchHandler>[] all =
            [(dynamo, table, port) => new BatchedHandler(dynamo, table, port), (dynamo, table, port) => new RecordByRecordHandler(dynamo, table, port)];

        var trips = new Dictionary<(string, bool), int>();
        foreach (var make in all)
        {
            progress("counting round trips");
            await CountAsync(make, dynalite, redis, trips);
        }

        var handlers = new List<IBatchHandler>();
        foreach (var make in all)
            handlers.Add(make(dynalite.Endpoint, await TableAsync(dynalite), redis.Port));
        var next = new int[handlers.Count];
        var measured = new List<(IBatchHandler Handler, bool IsWarm, double WallMs, double CpuMs)>();
        for (var round = 0; round <= rounds; round++)
        {
            progress(round == 0 ? "warming up" : $"round {round} of {rounds}");
            foreach (var isWarm in new[] { false, true })
            {
                foreach (var i in round % 2 == 0 ? [0, 1] : new[] { 1, 0 })
                {
                    var (wall, cpu) = await MeasureAsync(handlers[i], redis, isWarm, round == 0 ? WarmUp : batches, () => BatchAt(next[i]++));
                    if (round > 0)
                        measured.Add((handlers[i], isWarm, wall, cpu));
                }
            }
        }
        foreach (var handler in handlers)
            await handler.DisposeAsync();

        return
        [
            .. measured.GroupBy(m => (m.Handler.Name, m.IsWarm)).OrderBy(g => g.Key.IsWarm).ThenBy(g => g.Key.Name, StringComparer.Ordinal).Select(g =>
            {
                var (wall, cpu) = (Median(g.Select(m => m.WallMs)), Median(g.Select(m => m.CpuMs)));
                return new Figures(g.Key.Name, g.Key.IsWarm ? "warm" : "cold", trips[g.Key], wall, cpu * 1000 / Records, Records * 1000 / wall);
            }),
        ];
    }

    /// <returns>Milliseconds of a batch: on the clock, and of this process's processor time.</returns>
    static async Task<(double Wall, double Cpu)> MeasureAsync(IBatchHandler handler, RedisServer redis, bool isWarm, int count, Func<byte[]> next)
    {
        if (isWarm)
            await handler.HandleAsync(next());
        var (wall, cpu) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var lambdaEvent = next();
            if (!isWarm)
            {
                await redis.AskAsync("FLUSHALL");
                handler.Forget();
            }
            var (wallBefore, cpuBefore) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await handler.HandleAsync(lambdaEvent);
            wall += Stopwatch.GetElapsedTime(wallBefore);
            cpu += Environment.CpuUsage.TotalTime - cpuBefore;
        }
        return (wall.TotalMilliseconds / count, cpu.TotalMilliseconds / count);
    }

    /// <summary>Counts both servers' round trips with proxies in between: what a client sends together, before it is answered, is one.</summary>
    async Task CountAsync(Func<Uri, string, int, IBatchHandler> make, Dynalite dynalite, RedisServer redis, Dictionary<(string, bool), int> trips)
    {
        await using var dynamoProxy = new HttpFaultProxy(dynalite.Endpoint);
        await using var redisProxy = new FaultProxy(redis.Port);
        await using var handler = make(dynamoProxy.Endpoint, await TableAsync(dynalite), redisProxy.Port);
        await handler.HandleAsync(BatchAt(0)); // It connects.
        redisProxy.Delay = TimeSpan.FromMilliseconds(10); // Answers wait until all is asked, so that what is sent in pieces counts once.
        await redis.AskAsync("FLUSHALL");
        handler.Forget();
        foreach (var isWarm in new[] { false, true })
        {
            dynamoProxy.Forget();
            var before = redisProxy.RoundTrips;
            await handler.HandleAsync(BatchAt(isWarm ? 2 : 1));
            trips[(handler.Name, isWarm)] = redisProxy.RoundTrips - before + dynamoProxy.Requests.Count;
        }
    }

    async Task<string> TableAsync(Dynalite dynalite)
    {
        var table = await dynalite.CreateTableAsync();
        await dynalite.PutSitesAsync(table, _stream.Sites);
        return table;
    }

    byte[] BatchAt(int number) => _stream.Event(number * Records, (number + 1) * Records);

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
