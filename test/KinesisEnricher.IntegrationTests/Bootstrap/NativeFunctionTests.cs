using System.Text;
using System.Text.Json;
using KinesisEnricher.Local.InvokeApi;

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
            foreach (var sample in Samples())
            {
                for (var delivery = 1; delivery <= 2; delivery++)
                {
                    var answer = await server.InvokeAsync(new RuntimeInvocation(await File.ReadAllBytesAsync(sample)));
                    seen[$"answer {delivery} {Path.GetFileName(sample)}"] = $"{answer.ErrorType} {Encoding.UTF8.GetString(answer.Body.Span)}";
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

    static IEnumerable<string> Samples() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "events"), "*.json").Order(StringComparer.Ordinal).Where(IsKinesisEvent);

    static bool IsKinesisEvent(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.TryGetProperty("Records", out _);
    }
}
