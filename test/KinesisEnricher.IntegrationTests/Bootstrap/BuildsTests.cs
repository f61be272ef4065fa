using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

[Collection(nameof(Builds))]
public sealed class BuildsTests(PublishedFunction ordinary, NativeFunction native, SelfContainedFunction selfContained) : IAsyncLifetime
{
    readonly Dynalite _dynalite = new();

    public Task InitializeAsync() => _dynalite.InitializeAsync();

    public Task DisposeAsync() => _dynalite.DisposeAsync();

    [Fact]
    public void Native_build_is_one_file_that_needs_no_runtime()
    {
        Assert.True(File.Exists(native.Command[0]));
        Assert.Empty(Directory.EnumerateFiles(native.Folder, "*.dll"));
    }

    [Fact]
    public void Self_contained_build_says_nothing_of_a_framework_that_must_be_there()
    {
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(selfContained.Folder, "KinesisEnricher.runtimeconfig.json")));
        Assert.False(config.RootElement.GetProperty("runtimeOptions").TryGetProperty("framework", out _));
    }

    [Fact]
    public async Task Every_build_gives_the_same_bytes_for_every_sample()
    {
        var expected = await RunSamplesAsync(ordinary);

        Assert.NotEmpty(expected["output"]);
        Assert.Contains(expected.Keys, name => name.StartsWith("quarantine", StringComparison.Ordinal));
        Assert.Equal(expected, await RunSamplesAsync(native));
        Assert.Equal(expected, await RunSamplesAsync(selfContained));
    }

    [Fact]
    public async Task Every_build_gives_the_same_bytes_with_its_state_in_DynamoDB()
    {
        var expected = await RunSamplesAsync(ordinary);
        using var client = _dynalite.Client();
        foreach (var build in new PublishedBuild[] { ordinary, native, selfContained })
        {
            var table = await _dynalite.CreateTableAsync();
            Assert.Equal(expected, await RunSamplesAsync(
                build, ("ENABLE_DYNAMO_DB", "true"), ("AWS_TABLE_NAME", table), ("AWS_REGION", "eu-central-1"),
                ("AWS_ENDPOINT_URL_DYNAMODB", _dynalite.Endpoint.ToString()), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")));
            Assert.NotEmpty((await client.ScanAsync(new ScanRequest(table))).Items);
        }
    }

    /// <summary>Everything that a process puts out for all the samples, one after the other and each of them twice: answers, events and quarantined records, by name.</summary>
    static async Task<SortedDictionary<string, string>> RunSamplesAsync(PublishedBuild build, params (string Name, string Value)[] more)
    {
        var quarantine = Directory.CreateTempSubdirectory("kinesis-enricher-quarantine-");
        try
        {
            var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
            await using var server = RuntimeApiServer.Start();
            await using var process = build.Start([
                ("AWS_LAMBDA_RUNTIME_API", server.Address), ("OUTPUT", "console"), ("CONSOLE_FORMAT", "json"), ("LOG_LEVEL", "fatal"),
                ("REFERENCE_FILE", "events/reference.json"), ("QUARANTINE_PATH", quarantine.FullName), .. more]);
            foreach (var (name, sample) in Samples())
            {
                for (var delivery = 1; delivery <= 2; delivery++)
                {
                    var answer = await server.InvokeAsync(new RuntimeInvocation(sample.ToArray())); // The event is changed where it lies.
                    seen[$"answer {delivery} {name}"] = $"{answer.ErrorType} {Encoding.UTF8.GetString(answer.Body.Span)}";
                }
            }
            process.Terminate();
            seen["output"] = (await process.EndAsync()).Output;
            foreach (var file in quarantine.EnumerateFiles("*", SearchOption.AllDirectories))
                seen[$"quarantine {Path.GetRelativePath(quarantine.FullName, file.FullName)}"] = await File.ReadAllTextAsync(file.FullName);
            return seen;
        }
        finally
        {
            quarantine.Delete(recursive: true);
        }
    }

    static IEnumerable<(string Name, byte[] Event)> Samples() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "events"), "*.json").Order(StringComparer.Ordinal).Where(IsKinesisEvent)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))
            .Append(("left to the serializer", LeftToTheSerializer()))
            .Append(("left to the serializer, again", LeftToTheSerializer(first: 10)));

    /// <summary>Limits that are not read by hand: names in another case, escapes, amounts below zero, and ids whose state is written with escapes.</summary>
    static byte[] LeftToTheSerializer(int first = 1)
    {
        const string ids = """ "brandId":"600000000000000000000042","userId":"u-ä","userLimitId":"limit-ä","currencyCode":"EUR","nextResetTime":1767312000000 """;
        return new KinesisEventBuilder(first)
            .Add("u-ä", Event(first, "USER_LIMIT_CREATED", $$"""{ {{ids}},"activeFrom":1767225600000,"Period":"CALENDAR_DAY","status":"ACTIVE","type":"DEPOSIT","value":"10.00"}"""))
            .Add("u-ä", Event(first + 1, "USER_LIMIT_PROGRESS_CHANGED", $$"""{ {{ids}},"amount":"12.50","previousProgress":"0.10","remainingAmount":"-2.60"}"""))
            .Add("u-ä", Event(first + 2, "USER_LIMIT_RESET", $$"""{ {{ids}},"period":"CALENDAR\u005fDAY","type":"DEPOSIT","resetAmount":"12.60","resetPercentage":126,"unusedAmount":"-2.60"}"""))
            .Build();

        static string Event(int number, string type, string payload) =>
            $$"""{"aggregateId":"u-ä","createdAt":1767225600000,"eventId":"odd-{{number}}","payload":{{payload}},"sequenceNumber":{{number}},"source":"limitUser","type":"{{type}}"}""";
    }

    static bool IsKinesisEvent(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.TryGetProperty("Records", out _);
    }
}
