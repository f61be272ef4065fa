using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.Sinks;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Sinks;

[Collection(S3rverCollection.Name)]
public sealed class S3QuarantineTests(S3rver s3rver) : S3Tests(s3rver)
{
    [Fact]
    public async Task A_poison_record_is_kept_as_a_folder_would_keep_it()
    {
        using var quarantine = QuarantineIn(S3rver.QuarantineBucket);

        var result = await new TickPipeline(new CollectingSink(), quarantine).DeliverAsync(Poisoned());

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], result.Outcomes.Select(outcome => outcome.Outcome));
        var (name, content) = Assert.Single(await ReadAsync());
        var kept = QuarantineDocument.Read(content, name);
        Assert.Equal(name, QuarantineDocument.NameOf(kept));
        Assert.Equal("hello"u8.ToArray(), kept.Data.ToArray());
        Assert.Equal(Poisoned().SequenceNumbers[1], kept.Position.Sequence.ToString());
        Assert.Equal("*", Assert.Single(Proxy.Requests).Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_record_kept_before_stays_as_it_was_and_counts_as_kept()
    {
        using var quarantine = QuarantineIn(S3rver.QuarantineBucket);
        var pipeline = new TickPipeline(new CollectingSink(), quarantine);
        Proxy.Rule = S3Access.PutIfAbsent();
        await pipeline.DeliverAsync(Poisoned());
        var first = await ReadAsync();

        var result = await pipeline.DeliverAsync(Poisoned());

        Assert.Null(result.Checkpoint);
        Assert.Equal(Outcome.Quarantined, result.Outcomes[1].Outcome);
        Assert.Equal(first, await ReadAsync());
    }

    [Fact]
    public async Task A_record_that_cannot_be_kept_is_delivered_again_and_not_lost()
    {
        using var quarantine = QuarantineIn(S3rver.QuarantineBucket);
        var pipeline = new TickPipeline(new CollectingSink(), quarantine);
        Proxy.Rule = (_, _) => Task.FromResult<ProxiedResponse?>(new(500, new Dictionary<string, string>(), "<Error><Code>InternalError</Code></Error>"u8.ToArray()));
        var poisoned = Poisoned();

        var result = await pipeline.DeliverAsync(poisoned);

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Blocked], result.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Equal(poisoned.SequenceNumbers[1], result.Checkpoint.ToString());
        Assert.Empty(await ReadAsync());

        Proxy.Rule = async (request, forward) => await forward(request);
        Assert.Null((await pipeline.DeliverAsync(poisoned)).Checkpoint);
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task An_answer_lost_on_the_way_is_asked_for_again()
    {
        using var quarantine = QuarantineIn(S3rver.QuarantineBucket);
        var puts = 0;
        Proxy.Rule = async (request, forward) =>
        {
            if (Interlocked.Increment(ref puts) > 1)
                return ProxiedResponse.PreconditionFailed();
            await forward(request);
            return null;
        };

        var result = await new TickPipeline(new CollectingSink(), quarantine).DeliverAsync(Poisoned());

        Assert.Null(result.Checkpoint);
        Assert.Equal(2, puts);
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named_with_its_variable()
    {
        using var quarantine = QuarantineIn("nowhere");

        var result = await new TickPipeline(new CollectingSink(), quarantine).DeliverAsync(Poisoned());

        Assert.Equal(Outcome.Failed, result.Outcomes[1].Outcome);
        Assert.Contains($"QUARANTINE_BUCKET 'nowhere' at {Proxy.Endpoint}: NoSuchBucket", result.Outcomes[1].Reason, StringComparison.Ordinal);
    }

    S3Quarantine QuarantineIn(string bucket) => new(Bucket(bucket, "QUARANTINE_BUCKET"));

    KinesisEventBuilder Poisoned() => new KinesisEventBuilder().From(StreamArn, ShardId)
        .Add("k", TickPipeline.Tick(0)).AddPoison("k", Poison.NotJson).Add("k", TickPipeline.Tick(2));

    Task<SortedDictionary<string, byte[]>> ReadAsync() => ReadAsync(S3rver.QuarantineBucket, "", ShardId);
}
