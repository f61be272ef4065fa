using System.Globalization;
using System.Text.Json;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.DynamoDb;

/// <summary>An invocation that was given up and runs on, and the one that took its place: two processes with the same records and the same table.</summary>
[Collection(DynaliteCollection.Name)]
public sealed class TwoProcessesTests(Dynalite dynalite) : IAsyncLifetime
{
    const int Events = 200, Users = 20;

    readonly HttpFaultProxy _proxy = new(dynalite.Endpoint);
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-zombie-");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_event_is_applied_by_one_of_them()
    {
        var table = await dynalite.CreateTableAsync();
        var conflicts = 0;
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _proxy.Rule = async (request, forward) =>
        {
            var answer = await forward(request);
            if (request.Operation == "BatchGetItem")
            {
                // Both have read that there is nothing yet before either is told so.
                (request.Headers["Authorization"].Contains("Credential=first/", StringComparison.Ordinal) ? first : second).TrySetResult();
                await Task.WhenAll(first.Task, second.Task);
            }
            if (answer.Text.Contains("ConditionalCheckFailedException", StringComparison.Ordinal))
                Interlocked.Increment(ref conflicts);
            return answer;
        };
        var file = Path.Combine(_folder.FullName, "batch.json");
        await File.WriteAllBytesAsync(file, Batch());

        await using var one = Run(file, table, "first");
        await using var other = Run(file, table, "second");
        var outcomes = (await OutcomesAsync(one)).Zip(await OutcomesAsync(other)).ToList();

        Assert.Equal(Users, conflicts);
        Assert.Equal(Events, outcomes.Count);
        Assert.All(outcomes, pair => Assert.Equal(["Duplicate", "Enriched"], new[] { pair.First, pair.Second }.Order()));
        using var client = dynalite.Client();
        var items = (await client.ScanAsync(new(table))).Items;
        Assert.Equal(Users, items.Count);
        Assert.All(items, item => Assert.Equal("1", item["rev"].N));
    }

    RunningProcess Run(string file, string table, string key) => new(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.Local.dll"), "run", file, "--output", "json"],
        ("AWS_ACCESS_KEY_ID", key), ("AWS_SECRET_ACCESS_KEY", "secret"), ("ENABLE_DYNAMO_DB", "true"), ("AWS_TABLE_NAME", table),
        ("AWS_ENDPOINT_URL_DYNAMODB", _proxy.Endpoint.ToString()), ("OUTPUT", "none"));

    static async Task<List<string?>> OutcomesAsync(RunningProcess process)
    {
        var (code, output, error) = await process.EndAsync();
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("outcome").GetString())];
    }

    static byte[] Batch()
    {
        var builder = new KinesisEventBuilder();
        for (var i = 0; i < Events; i++)
        {
            var (user, number) = (i % Users, (i / Users) + 1);
            builder.Add($"u-{user}", string.Create(CultureInfo.InvariantCulture, $$$"""
                {"aggregateId":"u-{{{user}}}","createdAt":{{{1767268800000 + i}}},"eventId":"e-{{{i}}}","sequenceNumber":{{{number}}},"source":"limitUser","type":"USER_LIMIT_RESET",
                "payload":{"brandId":"000000000000000000000042","userId":"u-{{{user}}}","userLimitId":"limit-{{{user}}}","currencyCode":"EUR","nextResetTime":{{{1767355200000 + i}}},
                "period":"DAY","type":"BET","resetAmount":"{{{number}}}.00","resetPercentage":"10.00","unusedAmount":"90.00"}}
                """));
        }
        return builder.Build();
    }
}
