using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Local.Emulators;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>
/// The whole way on real servers, with everything going wrong on it. <c>END_TO_END_EVENTS=20000</c> in the environment runs it in full size, and
/// <c>END_TO_END_SEED</c> with another seed.
/// </summary>
public sealed class EndToEndTests(Kinesalite kinesis, Dynalite dynamo, RedisServer redis) : IClassFixture<Kinesalite>, IClassFixture<Dynalite>, IClassFixture<RedisServer>, IAsyncLifetime
{
    const string Input = "input", Output = "output";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-end-to-end-");
    readonly int _events = Setting("END_TO_END_EVENTS", 2000);
    readonly int _seed = Setting("END_TO_END_SEED", 20261121);
    KinesisClient _client = null!;
    string _table = "";

    public async Task InitializeAsync()
    {
        _client = new KinesisClient(new AwsAccess(new BasicAWSCredentials("test", "test"), "us-east-1", kinesis.Endpoint), new KinesisClientOptions { RequestTimeout = TimeSpan.FromSeconds(30) });
        await _client.CreateStreamAsync(Input, 4, CancellationToken.None);
        await _client.CreateStreamAsync(Output, 1, CancellationToken.None);
        foreach (var stream in new[] { Input, Output })
            await UntilAsync(async () => (await _client.DescribeStreamAsync(stream, CancellationToken.None)).IsReady);
        _table = await dynamo.CreateTableAsync();
        using var client = dynamo.Client();
        await ReferenceSeed.PutAsync(client, _table, ReferenceFile.Load(Path.Combine(Repository.Root, "events", "reference.json")), CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_lost_doubled_or_out_of_order_whatever_happens_on_the_way()
    {
        var load = new MixedLoad(_seed);
        var random = new Random(_seed);
        var process = Poll();
        try
        {
            for (var part = 0; part < 8; part++)
            {
                await FeedAsync(load, _events / 8);
                if (part == 3)
                    await SplitAsync();
                if (part == 5)
                    redis.Freeze();
                await Task.Delay(random.Next(300, 1200));
                if (part is 1 or 4 or 6)
                {
                    await process.DisposeAsync(); // Killed, wherever it was.
                    process = Poll();
                }
                if (part == 6)
                    redis.Thaw();
            }
            var oracle = await Oracle.OfAsync(_client, Input);
            await UntilAsync(() => Task.FromResult(IsDone(oracle) || process.HasEnded));
            process.Terminate();
            var (exitCode, printed, error) = await process.EndAsync();
            Assert.True(exitCode == 0, $"seed {_seed}: {exitCode}\n{printed}\n{error}");

            await CheckStateAsync(oracle);
            await CheckOutputAsync(oracle);
            CheckQuarantine(oracle);
        }
        finally
        {
            await process.DisposeAsync();
        }
    }

    RunningProcess Poll() => new(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.Local.dll"), "poll", "--stream", Input, "--checkpoints", Path.Combine(_folder.FullName, "checkpoints"),
            "--batch-size", "100", "--batching-window", "0", "--parallelization-factor", "2",
        ],
        ("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL_KINESIS", kinesis.Endpoint.ToString()), ("AWS_ENDPOINT_URL_DYNAMODB", dynamo.Endpoint.ToString()),
        ("ENABLE_DYNAMO_DB", "true"), ("AWS_TABLE_NAME", _table), ("REDIS_HOST", "127.0.0.1"), ("REDIS_PORT", redis.Port.ToString(CultureInfo.InvariantCulture)),
        ("LOOKUP_TTL_SECONDS", "1"), ("OUTPUT", "kinesis"), ("OUTPUT_STREAM_NAME", Output), ("QUARANTINE_PATH", Path.Combine(_folder.FullName, "quarantine")));

    async Task FeedAsync(MixedLoad load, int count)
    {
        // A feed of its own each time: it packs by the shards that are open then.
        var feed = new StreamFeed(_client, Input, TimeProvider.System);
        foreach (var (record, isAggregated) in load.Take(count))
            await (isAggregated ? feed.AggregateAsync(record, CancellationToken.None) : feed.AddAsync(record, CancellationToken.None));
        await feed.FlushAsync(CancellationToken.None);
    }

    async Task SplitAsync()
    {
        var shard = (await _client.ListShardsAsync(Input, CancellationToken.None)).First(s => s.IsOpen);
        var middle = (System.Numerics.BigInteger.Parse(shard.StartingHashKey) + System.Numerics.BigInteger.Parse(shard.EndingHashKey)) / 2;
        await _client.SplitShardAsync(Input, shard.ShardId, middle.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        await UntilAsync(async () => (await _client.DescribeStreamAsync(Input, CancellationToken.None)).Status == "ACTIVE");
    }

    bool IsDone(Oracle oracle)
    {
        var checkpoints = new FolderCheckpoints(Path.Combine(_folder.FullName, "checkpoints")).Load().ToDictionary(c => c.ShardId);
        return oracle.Ends.All(end => checkpoints.TryGetValue(end.Key, out var at) && at.SequenceNumber is { } number && SequenceNumber.Parse(number) >= end.Value);
    }

    async Task CheckStateAsync(Oracle oracle)
    {
        using var table = new DynamoDbTable(_table, dynamo.Client);
        var stored = await new DynamoDbStateStore(table).ReadAsync([.. oracle.Items.Select(i => i.Key)], CancellationToken.None);
        Assert.NotEmpty(oracle.Items);
        foreach (var expected in oracle.Items)
        {
            var actual = stored[expected.Key];
            Assert.True(actual is not null, $"seed {_seed}: {expected.Key} is not there.");
            using var left = JsonDocument.Parse(expected.Fields);
            using var right = JsonDocument.Parse(actual.Fields);
            Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), $"seed {_seed}: {expected.Key} is {right.RootElement}; it should be {left.RootElement}");
        }
        using var client = dynamo.Client();
        var count = (await client.ScanAsync(new ScanRequest(_table))).Items.Count(item => item.ContainsKey("rev"));
        Assert.Equal(oracle.Items.Count, count);
    }

    async Task CheckOutputAsync(Oracle oracle)
    {
        var last = new Dictionary<(string, string), (int Place, string Json)>();
        var place = 0;
        foreach (var shard in await _client.ListShardsAsync(Output, CancellationToken.None))
        {
            foreach (var record in await Oracle.ReadAsync(_client, Output, shard.ShardId))
            {
                var (id, sequence, _, json) = Oracle.Read(record.Data);
                last[(id, sequence)] = (place++, json);
            }
        }
        var expected = oracle.Events.Select(e => Oracle.Read(e.Json)).ToArray();
        Assert.NotEmpty(expected);
        Assert.Empty(expected.Where(e => !last.ContainsKey((e.Id, e.Sequence))).Select(e => $"seed {_seed}: {e.Id} {e.Sequence} is missing."));
        Assert.Empty(last.Keys.Except(expected.Select(e => (e.Id, e.Sequence))).Select(e => $"seed {_seed}: {e} should not be there."));
        foreach (var e in expected)
            Assert.Equal(e.Json, last[(e.Id, e.Sequence)].Json);
        foreach (var subject in expected.GroupBy(e => e.Subject))
        {
            var places = subject.Select(e => last[(e.Id, e.Sequence)].Place).ToArray();
            Assert.True(places.SequenceEqual(places.Order()), $"seed {_seed}: {subject.Key} is out of order.");
        }
    }

    void CheckQuarantine(Oracle oracle)
    {
        Assert.NotEmpty(oracle.Quarantined);
        var kept = FolderQuarantine.Load(Path.Combine(_folder.FullName, "quarantine")).Select(QuarantineDocument.NameOf).Order(StringComparer.Ordinal);
        Assert.Equal(oracle.Quarantined, kept);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(50, timeout.Token);
    }

    static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
