using System.Text;
using System.Text.Json;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.Local;

[Collection(KinesaliteCollection.Name)]
public sealed class PollCommandTests : IAsyncLifetime
{
    const string Reset =
        """
        {"aggregateId":"u-1","createdAt":1767268800001,"eventId":"e-1","sequenceNumber":1,"source":"limitUser","type":"USER_LIMIT_RESET","context":{},
        "payload":{"brandId":"000000000000000000000042","userId":"u-1","userLimitId":"limit-1","currencyCode":"EUR","nextResetTime":1767355200000,
        "period":"DAY","type":"BET","resetAmount":"1.00","resetPercentage":"10.00","unusedAmount":"90.00"}}
        """;

    readonly TempFolder _folder = new();
    readonly KinesisClient _client;
    readonly LocalProgram _program;
    string _stream = "";

    public PollCommandTests(Kinesalite kinesalite)
    {
        _client = KinesaliteStreams.Connect(kinesalite.Endpoint);
        _program = new LocalProgram { WorkingDirectory = _folder.Path };
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = kinesalite.Endpoint.ToString();
    }

    public async Task InitializeAsync() => _stream = await _client.CreateStreamAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Ctrl_C_saves_where_it_was_and_the_next_goes_on_behind_it()
    {
        await PutAsync(Reset, "hello");
        await using (var first = _program.Start("poll", "--stream", _stream))
        {
            await first.UntilPrintedAsync("2 records  1 Enriched 1 Quarantined");
            first.Interrupt();
            var (code, printed, _) = await first.EndAsync();

            Assert.Equal(0, code);
            Assert.Contains("1 batches · 0 retries · 2 records done · 0 filtered · 0 given up: 1 Enriched 1 Quarantined\n  received 2 · expanded 2 · late 0 · chunks 1 ·", printed, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', printed);
        }

        await PutAsync(Reset.Replace("\"sequenceNumber\":1", "\"sequenceNumber\":2", StringComparison.Ordinal));
        await using var second = _program.Start("poll", "--stream", _stream, "-v");
        await second.UntilPrintedAsync("1 records  1 Enriched");
        second.Terminate();

        Assert.Contains("1 batches · 0 retries · 1 records done", (await second.EndAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_say_what_is_delivered_and_what_becomes_of_failures()
    {
        // Not for quarantine, so that the mapping has to give it up.
        _program.Environment["POISON"] = "fail";
        await PutAsync(Reset, """{"type":"USER_LIMIT_RESET","eventId":"broken"}""", """{"type":"OTHER"}""");

        await using var poll = _program.Start(
            "poll", "--stream", _stream, "--maximum-retry-attempts", "1", "--on-failure", "failed.jsonl", "--function-response-types", "ReportBatchItemFailures",
            "--filter", """{"data":{"type":["USER_LIMIT_RESET"]}}""", "--checkpoints", "places");
        await poll.UntilPrintedAsync("gave up 1 records: RetryAttemptsExhausted after 2 invocations");
        poll.Interrupt();
        var (code, printed, _) = await poll.EndAsync();

        Assert.Equal(0, code);
        Assert.Contains("attempt 2", printed, StringComparison.Ordinal);
        Assert.Contains("· 2 records done · 1 filtered · 1 given up", printed, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "failed.jsonl"))));
        Assert.EndsWith($":stream/{_stream}", document.RootElement.GetProperty("KinesisBatchInfo").GetProperty("streamArn").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder.Path, "places")));
    }

    [Fact]
    public async Task A_function_behind_the_invoke_api_can_be_driven()
    {
        await PutAsync(Reset);
        await using var serve = _program.Start("serve", "--port", "0");
        var printed = await serve.UntilPrintedAsync("Ctrl-C ends it");
        var url = printed.Split("AWS_ENDPOINT_URL_LAMBDA=")[1].Split(' ')[0];

        await using var poll = _program.Start("poll", "--stream", _stream, "--invoke", url);
        await poll.UntilPrintedAsync("1 records  done");
        await serve.UntilPrintedAsync("1 Enriched");
        poll.Interrupt();

        Assert.Equal(0, (await poll.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("--batch-size is '0'; allowed: 1 to 10000.", "--batch-size", "0")]
    [InlineData("--filter: The filter pattern nonsense is not one", "--filter", "nonsense")]
    [InlineData("--starting-position is 'NOW'; allowed: TRIM_HORIZON, LATEST, a time", "--starting-position", "NOW")]
    [InlineData("nowhere.template: cannot be read.", "--template", "nowhere.template")]
    [InlineData("--timeout is '0.5'; allowed: 1 to 900.", "--timeout", "0.5")]
    [InlineData("empty.template: cannot be written.", "--checkpoints", "empty.template")]
    [InlineData(".: cannot be written.", "--on-failure", ".")]
    [InlineData("--on-failure is 's3://'; allowed: a file, or s3://BUCKET.", "--on-failure", "s3://")]
    [InlineData("empty.template: no function in it has an event of the type Kinesis.", "--template", "empty.template")]
    public async Task A_wrong_setting_is_named_with_what_is_allowed(string message, params string[] options)
    {
        _folder.With("empty.template", """{"Resources":{}}""");

        var (code, _, error) = await _program.RunAsync(["poll", "--stream", _stream, .. options]);

        Assert.Equal(2, code);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoints_of_another_stream_are_named()
    {
        const string shard = "shardId-000000000000";
        await PutAsync(Reset);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "places"));
        _folder.With($"places/{shard}.json", $$"""{"shardId":"{{shard}}","sequenceNumber":"49545115243490985018280067714973144582180062593244200961"}""");

        var (code, _, error) = await _program.RunAsync("poll", "--stream", _stream, "--checkpoints", "places");

        Assert.Equal(2, code);
        Assert.StartsWith($"{Path.Combine(_folder.Path, "places", shard)}.json: the shard has no record 49545115243490985018280067714973144582180062593244200961;", error, StringComparison.Ordinal);
    }

    async Task PutAsync(params string[] records)
    {
        foreach (var record in records)
            await _client.PutRecordAsync(_stream, new PutEntry("u-1", Encoding.UTF8.GetBytes(record)), CancellationToken.None);
    }
}
