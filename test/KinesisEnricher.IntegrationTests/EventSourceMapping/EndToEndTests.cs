using System.Globalization;
using Amazon.Runtime;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.EventSourceMapping.Load;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Local.Emulators;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Local.Streams;
using KinesisEnricher.Runtime.Aws;
using Xunit.Abstractions;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>
/// The whole way on real servers, with everything going wrong on it. <c>END_TO_END_EVENTS</c> in the environment sets how many events (20,000 without it), and
/// <c>END_TO_END_SEED</c> another seed.
/// </summary>
public sealed class EndToEndTests(Kinesalite kinesis, Dynalite dynamo, RedisServer redis, ITestOutputHelper output)
    : IClassFixture<Kinesalite>, IClassFixture<Dynalite>, IClassFixture<RedisServer>, IAsyncLifetime
{
    const string Input = "input", Output = "output";
    const int Parts = 10, SplitAt = 4, FrozenFrom = 6, FrozenTo = 7;
    static readonly int[] KilledAt = [1, 2, 3, 5, 6, 8];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-end-to-end-");
    readonly int _events = Setting("END_TO_END_EVENTS", 20_000);
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
            for (var part = 0; part < Parts; part++)
            {
                if (part == FrozenFrom)
                    redis.Freeze();
                var before = Checkpoints();
                await FeedAsync(load, _events / Parts);
                if (part == SplitAt)
                    await SplitAsync();
                if (KilledAt.Contains(part))
                {
                    await UntilAsync(() => Task.FromResult(Checkpoints() != before || process.HasEnded));
                    await Task.Delay(random.Next(200));
                    await process.DisposeAsync(); // Killed in the midst of it.
                    process = Poll();
                }
                if (part == FrozenTo)
                    redis.Thaw();
            }
            var undisturbed = await UndisturbedRun.OfAsync(_client, Input);
            await UntilAsync(() => Task.FromResult(IsDone(undisturbed.Ends) || process.HasEnded));
            process.Terminate();
            var (exitCode, printed, error) = await process.EndAsync();
            Assert.True(exitCode == 0, $"seed {_seed}: {exitCode}\n{printed}\n{error}");

            var result = await EndResult.ReadAsync(dynamo, _table, _client, Output, Path.Combine(_folder.FullName, "quarantine"));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{load.Sent.Count} events, {result.Items.Count} items, {result.Quarantined.Count} quarantined, {result.LastOccurrences.Count} put out, {result.Output.Count - result.LastOccurrences.Count} of them again"));
            LoadOracle.Check(load, result, $"seed {_seed}");
            undisturbed.Check(result, $"seed {_seed}");
        }
        finally
        {
            await process.DisposeAsync();
        }
    }

    RunningProcess Poll() => new(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.Local.dll"), "poll", "--stream", Input, "--checkpoints", CheckpointFolder,
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
        foreach (var e in load.Take(count))
        {
            var record = new SourceRecord(e.PartitionKey, e.Data);
            await (MixedLoad.IsAggregated(e) ? feed.AggregateAsync(record, CancellationToken.None) : feed.AddAsync(record, CancellationToken.None));
        }
        await feed.FlushAsync(CancellationToken.None);
    }

    async Task SplitAsync()
    {
        var shard = (await _client.ListShardsAsync(Input, CancellationToken.None)).First(s => s.IsOpen);
        var middle = (System.Numerics.BigInteger.Parse(shard.StartingHashKey) + System.Numerics.BigInteger.Parse(shard.EndingHashKey)) / 2;
        await _client.SplitShardAsync(Input, shard.ShardId, middle.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        await UntilAsync(async () => (await _client.DescribeStreamAsync(Input, CancellationToken.None)).Status == "ACTIVE");
    }

    string CheckpointFolder => Path.Combine(_folder.FullName, "checkpoints");

    /// <summary>How far the mapping has come, as text.</summary>
    string Checkpoints() => string.Join(' ', new FolderCheckpoints(CheckpointFolder).Load().Select(c => c.SequenceNumber));

    bool IsDone(IReadOnlyDictionary<string, SequenceNumber> ends)
    {
        var checkpoints = new FolderCheckpoints(CheckpointFolder).Load().ToDictionary(c => c.ShardId);
        return ends.All(end => checkpoints.TryGetValue(end.Key, out var at) && at.SequenceNumber is { } number && SequenceNumber.Parse(number) >= end.Value);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(20, timeout.Token);
    }

    static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
