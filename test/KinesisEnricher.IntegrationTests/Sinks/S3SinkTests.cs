using System.Text;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Sinks;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Sinks;

[Collection(S3rverCollection.Name)]
public sealed class S3SinkTests(S3rver s3rver) : S3Tests(s3rver)
{
    [Fact]
    public async Task Events_of_a_chunk_are_lines_of_one_object_whose_name_holds_their_positions()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var ticks = Ticks(0, 5);

        var result = await new TickPipeline(sink).DeliverAsync(ticks);

        Assert.Null(result.Checkpoint);
        var (name, content) = Assert.Single(await ReadAsync());
        Assert.Matches($"/{ticks.SequenceNumbers[0]}\\.000000_{ticks.SequenceNumbers[4]}\\.000000_[0-9a-f]{{32}}\\.jsonl$", name);
        Assert.Equal([0, 1, 2, 3, 4], Parse(content).Select(e => e.N));
        Assert.EndsWith("}\n", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_shard_has_an_object_of_its_own()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var kinesisEvent = Ticks(0, 2).From(StreamArn, "shardId-000000000001").Add("k", TickPipeline.Tick(2)).Add("k", TickPipeline.Tick(3));

        await new TickPipeline(sink).DeliverAsync(kinesisEvent);

        Assert.Equal([0, 1], Parse(Assert.Single(await ReadAsync()).Value).Select(e => e.N));
        Assert.Equal([2, 3], Parse(Assert.Single(await ReadAsync("shardId-000000000001")).Value).Select(e => e.N));
    }

    [Fact]
    public async Task The_same_delivery_again_overwrites_its_object_with_the_same()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var pipeline = new TickPipeline(sink);

        await pipeline.DeliverAsync(Ticks(0, 5));
        var first = await ReadAsync();
        await pipeline.DeliverAsync(Ticks(0, 5));

        Assert.Equal(first, await ReadAsync());
    }

    [Fact]
    public async Task Redelivery_of_the_remainder_of_a_chunk_leaves_the_first_object_untouched()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var pipeline = new TickPipeline(sink);

        await pipeline.DeliverAsync(Ticks(0, 6));
        var (name, content) = Assert.Single(await ReadAsync());
        await pipeline.DeliverAsync(Ticks(3, 3));

        var objects = await ReadAsync();
        Assert.Equal(2, objects.Count);
        Assert.Equal(content, objects[name]);
        Assert.Equal([3, 4, 5], Parse(objects.Single(found => found.Key != name).Value).Select(e => e.N));
    }

    [Fact]
    public async Task Other_events_between_the_same_positions_make_another_object()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var pipeline = new TickPipeline(sink);

        await pipeline.DeliverAsync(Ticks(0, 3));
        await pipeline.DeliverAsync(new KinesisEventBuilder().From(StreamArn, ShardId)
            .Add("k", TickPipeline.Tick(0)).Add("k", """{"type":"OTHER"}""").Add("k", TickPipeline.Tick(2)));

        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_put_that_fails_is_made_again()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var left = 2;
        Proxy.Rule = async (request, forward) => Interlocked.Decrement(ref left) switch
        {
            1 => new ProxiedResponse(503, new Dictionary<string, string>(), "<Error><Code>SlowDown</Code></Error>"u8.ToArray()),
            0 => null,
            _ => await forward(request),
        };

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(0, 3));

        Assert.Null(result.Checkpoint);
        Assert.Single(await ReadAsync());
        Assert.Equal(3, Proxy.Requests.Count); // The client itself does not try again: the pipeline knows the deadline.
    }

    [Fact]
    public async Task A_bucket_that_refuses_fails_the_records_and_loses_none()
    {
        using var sink = SinkTo(S3rver.Bucket);
        var pipeline = new TickPipeline(sink);
        Proxy.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(
            new(403, new Dictionary<string, string>(), "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"u8.ToArray()));
        var ticks = Ticks(0, 3);

        var result = await pipeline.DeliverAsync(ticks);

        Assert.Equal(ticks.SequenceNumbers[0], result.Checkpoint.ToString());
        Assert.Contains($"OUTPUT_BUCKET '{S3rver.Bucket}' at {Proxy.Endpoint}: AccessDenied: Access Denied", result.Outcomes[0].Reason, StringComparison.Ordinal);

        Proxy.Rule = async (request, forward) => await forward(request);
        Assert.Null((await pipeline.DeliverAsync(ticks)).Checkpoint);
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named_with_its_variable()
    {
        using var sink = SinkTo("nowhere");

        var result = await new TickPipeline(sink).DeliverAsync(Ticks(0, 1));

        var outcome = Assert.Single(result.Outcomes);
        Assert.Equal(Outcome.Failed, outcome.Outcome);
        Assert.Contains($"OUTPUT_BUCKET 'nowhere' at {Proxy.Endpoint}: NoSuchBucket", outcome.Reason, StringComparison.Ordinal);
    }

    S3Sink SinkTo(string bucket) => new(Bucket(bucket, "OUTPUT_BUCKET"));

    KinesisEventBuilder Ticks(int first, int count)
    {
        var kinesisEvent = new KinesisEventBuilder(first + 1).From(StreamArn, ShardId);
        for (var n = first; n < first + count; n++)
            kinesisEvent.Add("k", TickPipeline.Tick(n));
        return kinesisEvent;
    }

    Task<SortedDictionary<string, byte[]>> ReadAsync(string shardId = ShardId) => ReadAsync(S3rver.Bucket, "events/", shardId);

    static IEnumerable<ReadEvent> Parse(byte[] lines) =>
        Encoding.UTF8.GetString(lines).TrimEnd('\n').Split('\n').Select(line => ReadEvent.Parse(Encoding.UTF8.GetBytes(line)));
}
