using System.Globalization;
using System.Text;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Local.InvokeApi;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>The Redis client relies on reflection in places: compiled ahead of time, or trimmed, it must still find its way back to a server.</summary>
[Collection(nameof(Builds))]
public sealed class BuildsWithRedisTests(PublishedFunction ordinary, NativeFunction native, SelfContainedFunction selfContained) : IAsyncLifetime
{
    const int Turbines = 2000;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly RedisServer _redis = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-");

    string Prefix => Ports.CachePrefixOf(EnricherOptions.From(new Dictionary<string, string> { ["REFERENCE_FILE"] = ReferenceFile }));

    string ReferenceFile => Path.Combine(_folder.FullName, "reference.json");

    public async Task InitializeAsync()
    {
        var assets = Enumerable.Range(1, Turbines).Select(n => $$"""  "vestas:T-{{n}}": { "asset_id": "A-{{n}}", "turbine_type": "type_1" }""");
        await File.WriteAllTextAsync(ReferenceFile, $$"""{ "asset": { {{string.Join(",\n", assets)}} } }""");
        await _redis.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public Task Native_build_finds_back_to_redis_twice_and_gives_the_same_bytes_as_the_ordinary_one_without_it() => FindsBackAsync(native);

    [Fact]
    public Task Self_contained_build_finds_back_to_redis_twice_and_gives_the_same_bytes_as_the_ordinary_one_without_it() => FindsBackAsync(selfContained);

    async Task FindsBackAsync(PublishedBuild build)
    {
        await using var server = RuntimeApiServer.Start();
        await using var process = Start(build, server, ("REDIS_HOST", "127.0.0.1"), ("REDIS_PORT", _redis.Port.ToString(CultureInfo.InvariantCulture)));
        var sent = await SendUntilCachedAsync(server, 0);
        for (var restart = 1; restart <= 2; restart++)
        {
            await _redis.StopAsync();
            await SendAsync(server, ++sent);
            await _redis.StartAsync();
            sent = await SendUntilCachedAsync(server, sent);
        }
        var output = await EndAsync(process);

        await using var other = RuntimeApiServer.Start();
        await using var without = Start(ordinary, other);
        for (var turbine = 1; turbine <= sent; turbine++)
            await SendAsync(other, turbine);

        Assert.Equal(sent, output.Count(c => c == '\n'));
        Assert.Equal(await EndAsync(without), output);
    }

    /// <summary>Sends an event of one turbine after the other, until one's asset lies in Redis.</summary>
    /// <returns>That turbine.</returns>
    async Task<int> SendUntilCachedAsync(RuntimeApiServer server, int turbine)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await SendAsync(server, ++turbine);
            if (await _redis.AskAsync("EXISTS", $"{Prefix}:asset:vestas:T-{turbine}") == "1")
                return turbine;
            await Task.Delay(100, patience.Token);
        }
    }

    static async Task SendAsync(RuntimeApiServer server, int turbine)
    {
        var signal = $$$"""
            {"customer_name":"vestas","customer_asset_id":"T-{{{turbine}}}","source_system":"scada-north","signal_version":"v2","agg_window":"10m",
            "ts":"2026-01-01 06:00:00","signals":{"WindSpeed":7.4,"ActivePower":1450.2,"VMP":3}}
            """;
        var answer = await server.InvokeAsync(new RuntimeInvocation(new KinesisEventBuilder(turbine).Add($"T-{turbine}", signal).Build()));

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Body.Span));
    }

    RunningProcess Start(PublishedBuild build, RuntimeApiServer server, params (string Name, string Value)[] more) => build.Start(
    [
        ("AWS_LAMBDA_RUNTIME_API", server.Address), ("OUTPUT", "console"), ("CONSOLE_FORMAT", "json"), ("LOG_LEVEL", "fatal"), ("REFERENCE_FILE", ReferenceFile), .. more,
    ]);

    static async Task<string> EndAsync(RunningProcess process)
    {
        process.Terminate();
        return (await process.EndAsync()).Output;
    }
}
