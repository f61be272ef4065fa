using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Sinks;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>The sink behind the real pipeline and in front of a real stream, with a proxy between them that fails.</summary>
[Collection(KinesaliteCollection.Name)]
public sealed class KinesisSinkTests : IAsyncLifetime
{
    readonly HttpFaultProxy _proxy;
    readonly KinesisClient _reader;

    public KinesisSinkTests(Kinesalite kinesalite)
    {
        _proxy = new HttpFaultProxy(kinesalite.Endpoint);
        _reader = KinesaliteStreams.Connect(kinesalite.Endpoint);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Events_arrive_once_and_in_order_per_key()
    {
        var stream = await _reader.CreateStreamAsync(shards: 3);
        using var sink = SinkTo(stream);

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(1_200, keys: 40));

        Assert.All(result.Outcomes, outcome => Assert.Equal(Outcome.Enriched, outcome.Outcome));
        var read = await ReadAsync(stream);
        Assert.Equal(1_200, read.Count);
        AssertOrdered(read, 1_200, keys: 40);
        Assert.Equal(3, _proxy.Count("PutRecords")); // Chunks of 1,000 and 200, at most 500 a call.
    }

    [Fact]
    public async Task Calls_stay_below_five_megabytes()
    {
        const int padding = 900 * 1024;
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var kinesisEvent = new KinesisEventBuilder();
        for (var n = 0; n < 7; n++)
            kinesisEvent.Add("k", TickPipeline.Tick(n, padding));

        await new TickPipeline(sink).DeliverAsync(kinesisEvent);

        AssertOrdered(await ReadAsync(stream), 7, keys: 1);
        Assert.Equal([5, 2], _proxy.Requests.Select(request => JsonNode.Parse(request.Body.Span)!["Records"]!.AsArray().Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Refused_records_go_out_again_with_what_follows_them(int seed)
    {
        const int count = 800, keys = 25;
        var stream = await _reader.CreateStreamAsync(shards: 2);
        using var sink = SinkTo(stream);
        _proxy.Rule = RefuseSome(new Random(seed), share: 0.05, timesEach: 1);

        var pipeline = new TickPipeline(sink);
        for (int? first = 0; first is { } start;)
        {
            // As Lambda does it: what is not done is delivered again, from the checkpoint on.
            var ticks = Ticks(count, keys, start);
            var checkpoint = (await pipeline.DeliverAsync(ticks)).Checkpoint;
            first = checkpoint is { } at ? start + ticks.SequenceNumbers.ToList().IndexOf(at.ToString()) : null;
        }

        var read = await ReadAsync(stream);
        Assert.True(read.Count > count, $"seed {seed}: nothing went out twice, so nothing was refused");
        AssertOrdered(read, count, keys);
    }

    [Fact]
    public async Task A_key_with_a_refused_record_gets_nothing_from_the_calls_behind()
    {
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var calls = new ConcurrentQueue<string[]>();
        var refuse = Refuse((call, n) => call == 1 && n == 0);
        _proxy.Rule = (request, forward) =>
        {
            calls.Enqueue(KeysOf(request));
            return refuse(request, forward);
        };

        // Keys a and b in turn: 600 records are two calls. The very first, one of a's, is refused.
        await new TickPipeline(sink).DeliverAsync(Ticks(600, keys: 2));

        AssertOrdered(await ReadAsync(stream), 600, keys: 2);
        Assert.Equal(3, calls.Count);
        Assert.DoesNotContain("k0", calls.ElementAt(1));
        Assert.All(calls.ElementAt(2), key => Assert.Equal("k0", key));
    }

    [Fact]
    public async Task A_throttled_call_is_made_again()
    {
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var left = 2;
        _proxy.Rule = async (request, forward) =>
            Interlocked.Decrement(ref left) >= 0 ? ProxiedResponse.Error("ProvisionedThroughputExceededException", "Rate exceeded") : await forward(request);

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(10, keys: 2));

        Assert.Null(result.Checkpoint);
        var read = await ReadAsync(stream);
        Assert.Equal(10, read.Count);
        AssertOrdered(read, 10, keys: 2);
    }

    [Fact]
    public async Task Answers_lost_on_the_way_put_events_out_again_and_lose_none()
    {
        const int count = 1_000, keys = 7;
        var stream = await _reader.CreateStreamAsync(shards: 2);
        using var sink = SinkTo(stream);
        var call = 0;
        _proxy.Rule = async (request, forward) =>
        {
            var answer = await forward(request);
            return Interlocked.Increment(ref call) is 2 or 3 ? null : answer; // The second half goes out three times.
        };

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(count, keys));

        Assert.Null(result.Checkpoint);
        var read = await ReadAsync(stream);
        Assert.Equal(2_000, read.Count);
        AssertOrdered(read, count, keys);
    }

    [Fact]
    public async Task A_stream_that_refuses_on_and_on_fails_its_records_and_loses_none()
    {
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var ticks = Ticks(6, keys: 2);
        _proxy.Rule = Refuse((_, n) => n is 2);

        var result = await new TickPipeline(sink).DeliverAsync(ticks);

        // Records 0, 2, 4 are of one key, and 1, 3, 5 of the other.
        Assert.Equal(
            [Outcome.Enriched, Outcome.Enriched, Outcome.Failed, Outcome.Enriched, Outcome.Blocked, Outcome.Enriched],
            result.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Equal(ticks.SequenceNumbers[2], result.Checkpoint.ToString());
        Assert.Contains("ProvisionedThroughputExceededException", result.Outcomes[2].Reason, StringComparison.Ordinal);

        _proxy.Rule = async (request, forward) => await forward(request);
        result = await new TickPipeline(sink).DeliverAsync(ticks);

        Assert.Null(result.Checkpoint);
        AssertOrdered(await ReadAsync(stream), 6, keys: 2);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_named_with_its_variable()
    {
        using var sink = SinkTo("nowhere");

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(1, keys: 1));

        var outcome = Assert.Single(result.Outcomes);
        Assert.Equal(Outcome.Failed, outcome.Outcome);
        Assert.Contains($"OUTPUT_STREAM_NAME 'nowhere' at {_proxy.Endpoint}: ResourceNotFoundException", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_too_large_for_the_stream_is_quarantined_before_anything_goes_out()
    {
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var quarantine = new CollectingQuarantine();
        var kinesisEvent = new KinesisEventBuilder().Add("k", TickPipeline.Tick(0)).Add("k", TickPipeline.Tick(1, sink.MaxEventBytes)).Add("k", TickPipeline.Tick(2));

        var result = await new TickPipeline(sink, quarantine).DeliverAsync(kinesisEvent);

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], result.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Equal("too-large", Assert.Single(quarantine.Records).Fault.Reason);
        Assert.Equal([0, 2], (await ReadAsync(stream)).Select(e => e.N));
    }

    [Fact]
    public async Task The_largest_event_under_the_longest_key_is_taken()
    {
        var stream = await _reader.CreateStreamAsync();
        using var sink = SinkTo(stream);
        var key = new string('\u4e00', 256);
        var probe = await SizeOfAsync(key, padding: 0);

        var result = await new TickPipeline(sink).DeliverAsync(new KinesisEventBuilder().Add(key, TickPipeline.Tick(0, sink.MaxEventBytes - probe)));

        Assert.Null(result.Checkpoint);
        var record = Assert.Single(await _reader.ReadAllAsync(stream));
        Assert.Equal(sink.MaxEventBytes, record.Data.Length);
        Assert.Equal(key, record.PartitionKey);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public async Task A_key_that_the_stream_would_not_take_stands_as_its_hash(int length)
    {
        var stream = await _reader.CreateStreamAsync(shards: 4);
        using var sink = SinkTo(stream);
        var key = new string('k', length);
        var aggregate = new KinesisEventBuilder().AddAggregate("parent", Enumerable.Range(0, 3).Select(n => (key, TickPipeline.Tick(n))));

        var result = await new TickPipeline(sink).DeliverAsync(aggregate);

        Assert.Null(result.Checkpoint);
        Assert.Single((await _reader.ReadAllAsync(stream)).Select(record => record.PartitionKey).Distinct());
        var read = await ReadAsync(stream);
        Assert.Equal([0, 1, 2], read.Select(e => e.N));
        Assert.All(read, e => Assert.Equal(key, e.PartitionKey));
    }

    KinesisSink SinkTo(string stream) => new(() => KinesaliteStreams.Connect(_proxy.Endpoint), stream);

    async Task<List<ReadEvent>> ReadAsync(string stream) => [.. (await _reader.ReadAllAsync(stream)).Select(record => ReadEvent.Parse(record.Data.Span))];

    static async Task<int> SizeOfAsync(string key, int padding)
    {
        var sink = new CollectingSink();
        await new TickPipeline(sink).DeliverAsync(new KinesisEventBuilder().Add(key, TickPipeline.Tick(0, padding)));
        return Assert.Single(sink.Events).Json.Length;
    }

    static KinesisEventBuilder Ticks(int count, int keys, int first = 0)
    {
        var kinesisEvent = new KinesisEventBuilder(first + 1);
        for (var n = first; n < count; n++)
            kinesisEvent.Add($"k{n % keys}", TickPipeline.Tick(n));
        return kinesisEvent;
    }

    static void AssertOrdered(IEnumerable<ReadEvent> read, int count, int keys)
    {
        var byKey = ReadEvent.LastOccurrences(read);
        for (var key = 0; key < keys; key++)
            Assert.Equal(Enumerable.Range(0, count).Where(n => n % keys == key), byKey[keys == 1 && byKey.ContainsKey("k") ? "k" : $"k{key}"]);
    }

    static string[] KeysOf(ProxiedRequest request) =>
        [.. JsonNode.Parse(request.Body.Span)!["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>())];

    static int TickOf(JsonNode record) => ReadEvent.Parse(Convert.FromBase64String(record["Data"]!.GetValue<string>())).N;

    static HttpRule RefuseSome(Random random, double share, int timesEach)
    {
        var refused = new Dictionary<int, int>();
        return Refuse((_, n) =>
        {
            if (refused.GetValueOrDefault(n) == timesEach || random.NextDouble() >= share)
                return false;
            refused[n] = refused.GetValueOrDefault(n) + 1;
            return true;
        });
    }

    /// <param name="isRefused">Told the call's number, from 1, and which tick the record is.</param>
    static HttpRule Refuse(Func<int, int, bool> isRefused)
    {
        var call = 0;
        return (request, forward) =>
        {
            call++;
            return RefusedRecords.AnswerAsync(request, forward, (_, record) => isRefused(call, TickOf(record)));
        };
    }
}
