using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Meters;
using KinesisEnricher.Redis;
using KinesisEnricher.Runtime.Aws;
using StackExchange.Redis;

namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>
/// The same work as a handler does it that takes one record after the other: the site from Redis, or from the table and into Redis; the meter's item from the
/// table; the item back, on the condition that nobody wrote it since; the event made. The same clients with the same settings, source-generated JSON, and less
/// than the pipeline does: no marks, no quarantine, no retries.
/// </summary>
sealed class RecordByRecordHandler(Uri dynamo, string table, int redisPort) : IBatchHandler
{
    static readonly TimeSpan Ttl = TimeSpan.FromMinutes(5);

    readonly AmazonDynamoDBClient _dynamo = DynamoDbClients.Create(new AwsAccess(new BasicAWSCredentials("test", "test"), "eu-central-1", dynamo));
    readonly ConnectionMultiplexer _redis =
        ConnectionMultiplexer.Connect(RedisConfiguration.For(new RedisOptions { Host = "127.0.0.1", Port = redisPort }, null, Timeouts.Long));

    public string Name => "record by record";

    public void Forget()
    {
        // It keeps nothing.
    }

    public async Task HandleAsync(byte[] lambdaEvent)
    {
        var received = JsonSerializer.Deserialize(lambdaEvent, PlainJson.Default.PlainEvent)!;
        foreach (var record in received.Records)
            await HandleAsync(JsonSerializer.Deserialize(record.Kinesis.Data, PlainJson.Default.Reading)!);
    }

    async Task HandleAsync(Reading reading)
    {
        var site = await SiteAsync(reading.Site);
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = MeterStream.ItemKey(reading.Meter) } };
        var item = (await _dynamo.GetItemAsync(new GetItemRequest { TableName = table, Key = key, ConsistentRead = true })).Item;
        var total = item is { Count: > 0 } ? new MeterTotal(NumberOf(item["units"]), (int)NumberOf(item["readings"])) : new MeterTotal(0, 0);
        var rev = item is { Count: > 0 } ? NumberOf(item["rev"]) : 0;
        total = new MeterTotal(total.Units + reading.Units, total.Readings + 1);

        var put = new PutItemRequest
        {
            TableName = table,
            Item = new() { ["pk"] = key["pk"], ["rev"] = Number(rev + 1), ["units"] = Number(total.Units), ["readings"] = Number(total.Readings) },
            ConditionExpression = rev == 0 ? "attribute_not_exists(pk)" : "rev = :was",
        };
        if (rev > 0)
            put.ExpressionAttributeValues = new() { [":was"] = Number(rev) };
        await _dynamo.PutItemAsync(put);
        JsonSerializer.SerializeToUtf8Bytes(new PlainOutput(reading, new SiteReading(site, total.Units)), PlainJson.Default.PlainOutput);
    }

    async Task<string?> SiteAsync(string site)
    {
        var database = _redis.GetDatabase();
        string? name = await database.StringGetAsync($"plain:site:{site}");
        if (name is not null)
            return name;
        var item = (await _dynamo.GetItemAsync(table, new() { ["pk"] = new() { S = $"SITE#{site}" } })).Item;
        name = item?.GetValueOrDefault("name")?.S ?? "";
        await database.StringSetAsync($"plain:site:{site}", name, Ttl);
        return name;
    }

    public ValueTask DisposeAsync()
    {
        _redis.Dispose();
        _dynamo.Dispose();
        return default;
    }

    static long NumberOf(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);

    static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };
}

sealed record PlainEvent(PlainRecord[] Records);

sealed record PlainRecord(PlainKinesis Kinesis);

sealed record PlainKinesis(byte[] Data);

sealed record PlainOutput(Reading Event, SiteReading Enrichment);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PlainEvent))]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(PlainOutput))]
sealed partial class PlainJson : JsonSerializerContext;
