using System.Text.Json.Nodes;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.IntegrationTests.Sinks;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.IntegrationTests.Local;

[Collection(KinesaliteCollection.Name)]
public sealed class PutCommandTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly HttpFaultProxy _proxy;
    readonly KinesisClient _reader;
    readonly LocalProgram _program;

    public PutCommandTests(Kinesalite kinesalite)
    {
        _proxy = new HttpFaultProxy(kinesalite.Endpoint);
        _reader = KinesaliteStreams.Connect(kinesalite.Endpoint);
        _program = new LocalProgram { WorkingDirectory = _folder.Path };
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = _proxy.Endpoint.ToString();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _proxy.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_records_of_a_sample_are_put_as_they_are()
    {
        var stream = await _reader.CreateStreamAsync(shards: 2);
        var sample = Path.Combine(Repository.Root, "events", "user-limits.json");

        await using var put = _program.Start("put", sample, "--stream", stream);
        var (code, printed, error) = await put.EndAsync();

        Assert.Equal((0, ""), (code, error));
        var expected = KinesisEventReader.Read(await File.ReadAllBytesAsync(sample)).Records.Select(r => (r.PartitionKey, Convert.ToBase64String(r.Data.Span))).Order().ToList();
        Assert.Equal(expected, (await _reader.ReadAllAsync(stream)).Select(r => (r.PartitionKey, Convert.ToBase64String(r.Data.Span))).Order());
        Assert.Matches($@"^put {expected.Count} events as {expected.Count} records, [\d,]+ a second, on {stream}\n$", printed);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Records_of_a_key_arrive_once_and_in_order_when_Kinesis_refuses_some_of_a_call(int seed, bool isAggregated)
    {
        const int count = 400, keys = 7;
        var stream = await _reader.CreateStreamAsync(shards: 3);
        var random = new Random(seed);
        var refused = 0;
        _proxy.Rule = (request, forward) => RefusedRecords.AnswerAsync(request, forward, (_, _) =>
        {
            var isRefused = refused < 30 && random.Next(isAggregated ? 2 : 10) == 0;
            refused += isRefused ? 1 : 0;
            return isRefused;
        });
        // Long enough that aggregates are several of a shard.
        var lines = _folder.With("many.jsonl", string.Join('\n', Enumerable.Range(0, count).Select(n => $$"""{"user":{"id":"k{{n % keys}}"},"n":{{n}},"text":"{{new string('x', 2000)}}"}""")));

        var (code, printed, error) = await _program.RunAsync(["put", lines, "--key", "user.id", "--stream", stream, .. isAggregated ? ["--aggregate"] : Array.Empty<string>()]);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith($"put {count} events as ", Assert.Single(printed), StringComparison.Ordinal);
        Assert.True(refused > 0, $"seed {seed}: nothing was refused.");
        var read = await ReadAsync(stream);
        for (var key = 0; key < keys; key++)
            Assert.Equal(Enumerable.Range(0, count).Where(n => n % keys == key), read.Where(r => r.Key == $"k{key}").Select(r => r.N));
    }

    [Fact]
    public async Task A_stream_that_takes_nothing_is_given_up()
    {
        var stream = await _reader.CreateStreamAsync();
        _proxy.Rule = async (request, forward) => request.Operation == "PutRecords" ? ProxiedResponse.Error("AccessDeniedException", "not yours") : await forward(request);

        var (code, printed, error) = await _program.RunAsync("put", _folder.With("one.jsonl", """{"n":1}"""), "--stream", stream);

        Assert.Equal(2, code);
        Assert.Contains($"{stream} does not take records: ", error, StringComparison.Ordinal);
        Assert.StartsWith("put 1 events as 0 records", Assert.Single(printed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_its_key_is_named_and_those_before_it_are_put()
    {
        var stream = await _reader.CreateStreamAsync();
        var lines = _folder.With("some.jsonl", """
            {"id":"a","n":1}

            {"id":"b","n":2}
            {"n":3}
            """);

        var (code, printed, error) = await _program.RunAsync("put", lines, "--key", "id", "--stream", stream);

        Assert.Equal(2, code);
        Assert.Equal("some.jsonl, line 4: id is not a text or a number of 1 to 256 characters.\n", error);
        Assert.StartsWith("put 2 events as 2 records", Assert.Single(printed), StringComparison.Ordinal);
        Assert.Equal([1, 2], (await ReadAsync(stream)).Select(r => r.N).Order());
    }

    [Theory]
    [InlineData("put", "events.jsonl")]
    [InlineData("poll")]
    [InlineData("replay", "quarantine", "--apply", "--to-stream", "nowhere")]
    public async Task A_stream_that_is_not_there_is_named(params string[] command)
    {
        _folder.With("events.jsonl", """{"n":1}""");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "quarantine"));

        var (code, _, error) = await _program.RunAsync(command[0] == "replay" ? command : [.. command, "--stream", "nowhere"]);

        Assert.Equal(2, code);
        Assert.StartsWith($"There is no stream 'nowhere' at {_proxy.Endpoint}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("put", "events.jsonl")]
    [InlineData("poll")]
    public async Task A_Kinesis_that_is_not_there_is_named(params string[] command)
    {
        var endpoint = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = endpoint;
        _folder.With("events.jsonl", """{"n":1}""");

        var (code, _, error) = await _program.RunAsync(command);

        Assert.Equal(2, code);
        Assert.StartsWith($"Kinesis at {endpoint}", error, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_KINESIS", error, StringComparison.Ordinal);
    }

    async Task<List<(string Key, int N)>> ReadAsync(string stream)
    {
        var batch = new KinesisBatchBuilder();
        foreach (var record in await _reader.ReadAllAsync(stream))
            batch.Add($"shardId-000000000000:{record.SequenceNumber}", "arn:aws:kinesis:us-east-1:000000000000:stream/s", record.SequenceNumber, record.PartitionKey, record.Data, record.ArrivalTime);
        using var expander = new RecordExpander(batch.Build());
        var read = new List<(string, int)>();
        while (expander.TryRead(out var record))
            read.Add((record.PartitionKey, JsonNode.Parse(record.Data.Span)!["n"]!.GetValue<int>()));
        return read;
    }
}
