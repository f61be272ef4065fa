using System.Text;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.IntegrationTests.Sinks;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.IntegrationTests.Local;

public sealed class ReplayCommandTests : IClassFixture<Kinesalite>, IClassFixture<Dynalite>, IClassFixture<S3rver>, IAsyncLifetime
{
    const string Arn = "arn:aws:kinesis:us-east-1:000000000000:stream/";

    readonly TempFolder _folder = new();
    readonly Dynalite _dynalite;
    readonly S3rver _s3rver;
    readonly KinesisClient _client;
    readonly LocalProgram _program;
    string _stream = "";

    public ReplayCommandTests(Kinesalite kinesalite, Dynalite dynalite, S3rver s3rver)
    {
        (_dynalite, _s3rver) = (dynalite, s3rver);
        _client = KinesaliteStreams.Connect(kinesalite.Endpoint);
        _program = new LocalProgram { WorkingDirectory = _folder.Path };
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = kinesalite.Endpoint.ToString();
        _program.Environment["AWS_ENDPOINT_URL_S3"] = s3rver.Endpoint.ToString();
        _program.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Endpoint.ToString();
    }

    public async Task InitializeAsync() => _stream = await _client.CreateStreamAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Records_of_a_bucket_are_replayed_once_and_marked_there()
    {
        var bucket = await WithBucketAsync(Record("7", Limit(1)), Record("8", "hello"));

        var dry = await _program.RunAsync("replay", bucket);
        var applied = await _program.RunAsync("replay", bucket, "--apply", "-q");
        var next = await _program.RunAsync("replay", bucket);

        Assert.Equal(3, dry.Out.Length);
        Assert.Equal("2 of 2 records would be replayed; --apply does it.", dry.Out[^1]);
        Assert.Equal("2 records: 1 Enriched 1 Quarantined", applied.Out[^1]);
        Assert.Contains("  8.000000  ", next.Out[0], StringComparison.Ordinal);
        Assert.Equal("1 of 2 records would be replayed; --apply does it.", next.Out[^1]);
    }

    [Fact]
    public async Task What_a_mapping_gave_up_is_read_again_from_the_stream_and_marked_beside_the_documents()
    {
        var places = await PutAsync("k", Limit(1), "hello", Limit(2), Limit(3));
        // Two documents of the second to the fourth record: one of them is in both.
        _folder.With("failed.jsonl", $"{Document(places[1], places[2])}\n{Document(places[2], places[3])}\n");

        var dry = await _program.RunAsync("replay", "failed.jsonl");
        var applied = await _program.RunAsync("replay", "failed.jsonl", "--apply");
        var next = await _program.RunAsync("replay", "failed.jsonl");

        Assert.Equal("3 of 3 records would be replayed; --apply does it.", dry.Out[^1]);
        Assert.Equal("3 records: 2 Enriched 1 Quarantined", applied.Out[^1]);
        Assert.Equal("1 of 3 records would be replayed; --apply does it.", next.Out[^1]);
    }

    [Fact]
    public async Task Of_a_document_with_its_payload_only_the_records_that_were_delivered_are_read()
    {
        var places = await PutAsync("k", Limit(1), "filtered out", Limit(2), Limit(3));
        // The first was done before the rest of its event was given up.
        var delivered = string.Join(',', new[] { places[0], places[2], places[3] }.Select(place => $$$"""{"kinesis":{"sequenceNumber":"{{{place}}}"}}"""));
        var document = JsonNode.Parse(Document(places[1], places[3]))!;
        document["payload"] = $$"""{"Records":[{{delivered}}]}""";
        _folder.With("failed.jsonl", document.ToJsonString());

        var (_, lines, error) = await _program.RunAsync("replay", "failed.jsonl");

        Assert.Equal([places[2], places[3]], lines[..^1].Select(line => line.Split("  ")[1].Split('.')[0]));
        Assert.Equal("", error);
    }

    [Fact]
    public async Task Records_that_the_stream_no_longer_has_are_told_of()
    {
        var places = await PutAsync("k", Limit(1));
        // Its end lies behind all that is there.
        _folder.With("failed.jsonl", Document(places[0], $"{places[0]}0"));

        var (_, lines, error) = await _program.RunAsync("replay", "failed.jsonl");

        Assert.Equal("1 of 1 records would be replayed; --apply does it.", lines[^1]);
        Assert.Equal($"{_stream}, shardId-000000000000: the stream has 1 of the 2 records from {places[0]} to {places[0]}0; it has forgotten the others.\n", error);
    }

    [Fact]
    public async Task A_shard_that_is_read_too_often_is_read_again()
    {
        var places = await PutAsync("k", Limit(1), Limit(2));
        _folder.With("failed.jsonl", Document(places[0], places[1]));
        var refused = new HashSet<string>();
        await using var proxy = new HttpFaultProxy(new Uri(_program.Environment["AWS_ENDPOINT_URL_KINESIS"]), async (request, forward) =>
            request.Operation is "GetShardIterator" or "GetRecords" && refused.Add(request.Operation) ? ProxiedResponse.Error("ProvisionedThroughputExceededException") : await forward(request));
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = proxy.Endpoint.ToString();

        var (_, lines, error) = await _program.RunAsync("replay", "failed.jsonl");

        Assert.Equal("2 of 2 records would be replayed; --apply does it.", lines[^1]);
        Assert.Equal(("", 2), (error, refused.Count));
    }

    [Fact]
    public async Task Documents_in_a_bucket_are_replayed_when_they_are_asked_for()
    {
        var places = await PutAsync("k", Limit(1));
        var bucket = await WithBucketAsync(Record("8", "hello"));
        using (var s3 = S3Access.Bucket(_s3rver.Endpoint, bucket["s3://".Length..], "bucket"))
            await s3.PutAsync("aws/lambda/id/shard/2026/01/01/document", Encoding.UTF8.GetBytes(Document(places[0], places[0])), "application/json", CancellationToken.None);

        var all = await _program.RunAsync("replay", bucket);
        var documents = await _program.RunAsync("replay", $"{bucket}/aws/lambda/", "--apply");
        var next = await _program.RunAsync("replay", $"{bucket}/aws/lambda/");

        Assert.Equal("1 of 1 records would be replayed; --apply does it.", all.Out[^1]);
        Assert.Equal("1 records: 1 Enriched", documents.Out[^1]);
        Assert.Equal("0 of 1 records would be replayed; --apply does it.", next.Out[^1]);
    }

    [Fact]
    public async Task Records_can_be_put_on_a_stream_and_are_marked()
    {
        await WithFolderAsync(Record("7", Limit(1)), Record("8", "hello", "u-8"));

        var applied = await _program.RunAsync("replay", "quarantine", "--apply", "--to-stream", _stream, "--key", "u-8");
        var next = await _program.RunAsync("replay", "quarantine");

        Assert.Equal($"1 records put on {_stream}", applied.Out[^1]);
        var put = Assert.Single(await _client.ReadAllAsync(_stream));
        Assert.Equal(("u-8", "hello"), (put.PartitionKey, Encoding.UTF8.GetString(put.Data.Span)));
        Assert.Equal("1 of 2 records would be replayed; --apply does it.", next.Out[^1]);
    }

    [Fact]
    public async Task What_was_put_before_the_stream_took_no_more_is_not_put_again()
    {
        await WithFolderAsync([.. Enumerable.Range(1, 501).Select(n => Record($"{n}", "hello", $"u-{n}"))]);
        await using var proxy = new HttpFaultProxy(new Uri(_program.Environment["AWS_ENDPOINT_URL_KINESIS"]));
        proxy.Rule = async (request, forward) => proxy.Count("PutRecords") > 1 ? ProxiedResponse.Error("InvalidArgumentException") : await forward(request);
        _program.Environment["AWS_ENDPOINT_URL_KINESIS"] = proxy.Endpoint.ToString();

        var (code, _, _) = await _program.RunAsync("replay", "quarantine", "--apply", "--to-stream", _stream);
        var next = await _program.RunAsync("replay", "quarantine");

        Assert.Equal(2, code);
        Assert.Equal(500, (await _client.ReadAllAsync(_stream)).Count);
        Assert.Equal("1 of 501 records would be replayed; --apply does it.", next.Out[^1]);
    }

    [Fact]
    public async Task A_record_that_is_replayed_behind_later_ones_is_late_and_a_second_time_a_duplicate()
    {
        _program.Environment["ENABLE_DYNAMO_DB"] = "true";
        _program.Environment["AWS_TABLE_NAME"] = await _dynalite.CreateTableAsync();
        await WithFolderAsync(Record("7", Limit(1)));
        await PutAsync("u-1", Limit(2), Limit(3));
        await using (var poll = _program.Start("poll", "--stream", _stream))
        {
            await poll.UntilPrintedAsync("2 records  2 Enriched");
            poll.Interrupt();
            await poll.EndAsync();
        }

        var first = await _program.RunAsync("replay", "quarantine", "--apply");
        var second = await _program.RunAsync("replay", "quarantine", "--apply", "--again");
        var state = await _program.RunAsync("state", "get", "LIMIT#limit-1", "--output", "json");

        Assert.Contains(first.Out, line => line.StartsWith("✓ Enriched", StringComparison.Ordinal) && line.TrimEnd().EndsWith("late", StringComparison.Ordinal));
        Assert.Equal("1 records: 1 Duplicate", second.Out[^1]);
        // What the later ones set stays.
        Assert.Contains("1767355200003", Assert.Single(state.Out), StringComparison.Ordinal);
        Assert.DoesNotContain("1767355200001", state.Out[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("hello")]
    [InlineData("""{"requestContext":{"condition":"RetryAttemptsExhausted"},"KinesisBatchInfo":{"shardId":"s","batchSize":0,"streamArn":"a"}}""")]
    public async Task A_file_that_holds_neither_is_named(string content)
    {
        var (code, _, error) = await _program.RunAsync("replay", _folder.With("odd.json", content));

        Assert.Equal(2, code);
        Assert.StartsWith("odd.json: cannot be replayed. odd.json: number 1 in it is not a document of a destination on failure. ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        var (code, _, error) = await _program.RunAsync("replay", "s3://nowhere/prefix");

        Assert.Equal(2, code);
        Assert.StartsWith("s3://nowhere/prefix: cannot be replayed. ", error, StringComparison.Ordinal);
    }

    async Task<string> WithBucketAsync(params QuarantinedRecord[] records)
    {
        var name = $"kept-{Guid.NewGuid():N}";
        using (var s3 = S3Access.Connect(_s3rver.Endpoint))
            await s3.PutBucketAsync(name);
        using var quarantine = new S3Quarantine(S3Access.Bucket(_s3rver.Endpoint, name, "QUARANTINE_BUCKET"));
        foreach (var record in records)
            await quarantine.KeepAsync(record, CancellationToken.None);
        return $"s3://{name}";
    }

    async Task WithFolderAsync(params QuarantinedRecord[] records)
    {
        var quarantine = new FolderQuarantine(Path.Combine(_folder.Path, "quarantine"));
        foreach (var record in records)
            await quarantine.KeepAsync(record, CancellationToken.None);
    }

    async Task<IReadOnlyList<string>> PutAsync(string key, params string[] records)
    {
        var places = new List<string>();
        foreach (var record in records)
            places.Add((await _client.PutRecordAsync(_stream, new PutEntry(key, Encoding.UTF8.GetBytes(record)), CancellationToken.None)).SequenceNumber!);
        return places;
    }

    string Document(string from, string to) =>
        $$$"""
        {"requestContext":{"requestId":"r","functionArn":"f","condition":"RetryAttemptsExhausted","approximateInvokeCount":3},"version":"1.0","KinesisBatchInfo":
        {"shardId":"shardId-000000000000","startSequenceNumber":"{{{from}}}","endSequenceNumber":"{{{to}}}","batchSize":2,"streamArn":"{{{Arn}}}{{{_stream}}}"}}
        """;

    QuarantinedRecord Record(string number, string payload, string key = "u-1") => new()
    {
        Shard = new Shard($"{Arn}{_stream}", "shardId-000000000000"),
        Position = new Position(SequenceNumber.Parse(number), 0),
        PartitionKey = key,
        RecordPartitionKey = key,
        ArrivalTime = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
        Type = null,
        Fault = new Fault("schema", "by design"),
        Data = Encoding.UTF8.GetBytes(payload),
    };

    static string Limit(int number) =>
        $$$"""
        {"aggregateId":"u-1","createdAt":{{{1767268800000 + number}}},"eventId":"e-{{{number}}}","sequenceNumber":{{{number}}},"source":"limitUser","type":"USER_LIMIT_RESET","context":{},
        "payload":{"brandId":"000000000000000000000042","userId":"u-1","userLimitId":"limit-1","currencyCode":"EUR","nextResetTime":{{{1767355200000 + number}}},
        "period":"DAY","type":"BET","resetAmount":"1.00","resetPercentage":"10.00","unusedAmount":"90.00"}}
        """;
}
