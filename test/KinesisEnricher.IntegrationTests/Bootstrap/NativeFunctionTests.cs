using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

[Collection(nameof(Builds))]
public sealed class NativeFunctionTests(PublishedFunction ordinary, NativeFunction native)
{
    [Fact]
    public void It_is_one_file_that_needs_no_runtime()
    {
        Assert.True(File.Exists(native.Command[0]));
        Assert.Empty(Directory.EnumerateFiles(native.Folder, "*.dll"));
    }

    [Fact]
    public async Task It_gives_the_same_bytes_as_the_ordinary_build_for_every_sample()
    {
        var expected = await RunSamplesAsync(ordinary);
        var actual = await RunSamplesAsync(native);

        Assert.NotEmpty(expected["output"]);
        Assert.Contains(expected.Keys, name => name.StartsWith("quarantine", StringComparison.Ordinal));
        Assert.Equal(expected, actual);
    }

    /// <summary>Everything that a process puts out for all the samples, one after the other and each of them twice: answers, events and quarantined records, by name.</summary>
    static async Task<SortedDictionary<string, string>> RunSamplesAsync(PublishedBuild build)
    {
        var quarantine = Directory.CreateTempSubdirectory("kinesis-enricher-quarantine-");
        try
        {
            var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
            await using var server = RuntimeApiServer.Start();
            await using var process = build.Start(
                ("AWS_LAMBDA_RUNTIME_API", server.Address), ("OUTPUT", "console"), ("CONSOLE_FORMAT", "json"), ("LOG_LEVEL", "fatal"),
                ("REFERENCE_FILE", "events/reference.json"), ("QUARANTINE_PATH", quarantine.FullName));
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
