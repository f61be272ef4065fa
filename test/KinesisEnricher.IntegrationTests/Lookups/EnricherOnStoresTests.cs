using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Redis;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Lookups;

/// <summary>The whole function on a real table and a real Redis, from its environment variables.</summary>
[Collection(DynaliteCollection.Name)]
public sealed class EnricherOnStoresTests(Dynalite dynalite) : IAsyncLifetime
{
    readonly RedisServer _redis = new();
    readonly CollectingSink _sink = new();
    readonly ShiftedTime _time = new();
    readonly ConcurrentQueue<string> _reports = new();
    string _table = "";

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _table = await dynalite.CreateTableAsync();
    }

    public Task DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Asset_that_was_missing_is_found_once_it_is_there()
    {
        await using var enricher = Create();

        var missing = await DeliverAsync(enricher);
        Assert.Equal(Outcome.Failed, Assert.Single(missing.Outcomes).Outcome); // Poison without a quarantine.

        using var client = dynalite.Client();
        await client.PutItemAsync(_table, new()
        {
            ["pk"] = new AttributeValue { S = "ASSET#vestas:WTG-17" },
            ["asset_id"] = new AttributeValue { S = "A-1017" },
            ["turbine_type"] = new AttributeValue { S = "type_1" },
        });
        var found = await DeliverAsync(enricher);

        Assert.Equal(Outcome.Enriched, Assert.Single(found.Outcomes).Outcome);
        var turbine = (await client.GetItemAsync(_table, new() { ["pk"] = new() { S = "TURBINE#A-1017" } })).Item;
        Assert.Equal("1", turbine["rev"].N);
    }

    [Fact]
    public async Task Answers_are_cached_in_redis_as_soon_as_it_is_fast_enough()
    {
        await using var enricher = Create();
        // The function's own time-outs are short, and a busy machine may miss them: then the next delivery fills the cache.
        for (var attempt = 1; await _redis.AskAsync("EXISTS", $"enricher:{_table}:asset:vestas:WTG-17") == "0"; attempt++)
        {
            Assert.True(attempt < 20, string.Join('\n', _reports));
            _time.Pass(TimeSpan.FromMinutes(10));
            await DeliverAsync(enricher);
        }
    }

    [Fact]
    public async Task Second_delivery_is_a_duplicate_in_another_process()
    {
        await using (var first = Create("user-limits"))
            Assert.Equal(Outcome.Enriched, Assert.Single((await DeliverLimitAsync(first)).Outcomes).Outcome);
        await using var second = Create("user-limits");
        Assert.Equal(Outcome.Duplicate, Assert.Single((await DeliverLimitAsync(second)).Outcomes).Outcome);
    }

    [Fact]
    public async Task Connection_that_a_batch_had_no_use_for_is_not_under_way_after_its_answer()
    {
        var cut = new TaskCompletionSource();
        await using var proxy = new HttpFaultProxy(dynalite.Endpoint)
        {
            Rule = async (request, forward) =>
            {
                await cut.Task;
                return await forward(request);
            },
        };
        var table = DynamoDb.Tables.Open(proxy.Endpoint, _table); // The enricher closes it.
        table.Prepare();
        await using var enricher = Enricher.Create(EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none" }), table);

        var result = await DeliverAsync(enricher, "u-1", """{"type":"NOBODYS"}""");

        Assert.Equal(Outcome.Skipped, Assert.Single(result.Outcomes).Outcome);
        Assert.True(table.EndPreparationAsync(null, default).IsCompleted);
        cut.SetResult();
    }

    static Task<BatchResult> DeliverAsync(Enricher enricher) => DeliverAsync(enricher, "WTG-17",
        """{"customer_name":"vestas","customer_asset_id":"WTG-17","source_system":"scada","signal_version":"v2","agg_window":"10m","ts":"2026-01-01 06:00:00","signals":{"VMP":3}}""");

    static Task<BatchResult> DeliverLimitAsync(Enricher enricher) => DeliverAsync(enricher, "u-1",
        """
        {"aggregateId":"u-4411","createdAt":1767268800000,"eventId":"01KDX5V37E3S3E28JT97","payload":{"brandId":"000000000000000000000042","userId":"u-4411",
        "userLimitId":"01KDWZ7M4QDEPOSIT0000A1","currencyCode":"EUR","nextResetTime":1767312000000,"activeFrom":1767268800000,"period":"CALENDAR_DAY","status":"ACTIVE",
        "type":"DEPOSIT","value":"2500.00","createdAt":1767268799940},"sequenceNumber":1,"source":"limitUser","type":"USER_LIMIT_CREATED"}
        """);

    static Task<BatchResult> DeliverAsync(Enricher enricher, string partitionKey, string payload) =>
        enricher.HandleAsync(new KinesisEventBuilder().Add(partitionKey, payload).Build(), timeLeft: null, new ArrayBufferWriter<byte>());

    Enricher Create(string families = "turbine-status") => Enricher.Create(
        EnricherOptions.From(new Dictionary<string, string>
        {
            ["ENRICHER_STRATEGIES"] = families,
            ["ENABLE_DYNAMO_DB"] = "true",
            ["AWS_TABLE_NAME"] = _table,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Endpoint.ToString(),
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = _redis.Port.ToString(CultureInfo.InvariantCulture),
            ["OUTPUT"] = "none",
        }),
        ports => ports with { Sink = _sink },
        _time,
        report: _reports.Enqueue);
}
