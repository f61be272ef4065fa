using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class DeadlineTests
{
    static KinesisEventBuilder Six()
    {
        var batch = new KinesisEventBuilder();
        for (var i = 1; i <= 6; i++)
            batch.Add($"k{i}", Add($"{i}", $"E#{i}"));
        return batch;
    }

    [Fact]
    public async Task Past_the_deadline_on_arrival_the_first_record_is_named_at_once_and_nothing_is_run()
    {
        var harness = Harness();

        var delivery = await harness.DeliverAsync(Six(), TimeSpan.Zero);

        Assert.All(delivery.Outcomes, o => Assert.Equal(Outcome.Blocked, o));
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
        Assert.Empty(delivery.Outputs);
    }

    [Fact]
    public async Task A_margin_longer_than_the_time_out_still_lets_work_be_done()
    {
        var harness = Harness();

        Assert.All((await harness.DeliverAsync(Six(), TimeSpan.FromMilliseconds(100))).Outcomes, o => Assert.Equal(Outcome.Enriched, o));
    }

    [Fact]
    public async Task A_deadline_may_be_as_far_away_as_can_be()
    {
        var harness = Harness();

        Assert.All((await harness.DeliverAsync(Six(), TimeSpan.MaxValue)).Outcomes, o => Assert.Equal(Outcome.Enriched, o));
    }

    [Fact]
    public async Task A_missing_deadline_means_that_nobody_knows()
    {
        var harness = Harness();
        harness.Faults = call => Slow(harness, call, TimeSpan.FromHours(1));

        Assert.All((await harness.DeliverAsync(Six(), timeLeft: null)).Outcomes, o => Assert.Equal(Outcome.Enriched, o));
    }

    [Fact]
    public async Task In_the_middle_finished_chunks_stay_committed_and_the_first_open_record_is_named()
    {
        var harness = Harness(chunkRecords: 2);
        harness.Faults = call => Slow(harness, call, TimeSpan.FromSeconds(1)); // Two seconds a chunk.

        var delivery = await harness.DeliverAsync(Six(), TimeSpan.FromSeconds(5));

        Assert.Equal([Outcome.Enriched, Outcome.Enriched, Outcome.Blocked, Outcome.Blocked, Outcome.Blocked, Outcome.Blocked], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(3), delivery.Checkpoint);
        Assert.Equal("2", harness.Log("E#2"));
        Assert.Equal(["1", "2"], delivery.Uids());
    }

    [Fact]
    public async Task Between_a_chunk_s_emit_and_its_commit_its_records_are_not_final()
    {
        var harness = Harness();
        harness.Faults = call =>
        {
            if (call.Operation == PortOperation.Emit)
                harness.Time.Advance(TimeSpan.FromSeconds(2)); // Six records, twelve seconds.
            return PortFault.None;
        };

        var delivery = await harness.DeliverAsync(Six(), TimeSpan.FromSeconds(10));

        Assert.All(delivery.Outcomes, o => Assert.Equal(Outcome.Failed, o));
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
        Assert.Empty(harness.Store.Items);
    }

    [Fact]
    public async Task An_aggregate_cut_by_the_deadline_is_named_by_its_parent_and_its_earlier_records_are_duplicates_then()
    {
        var harness = Harness(chunkRecords: 1);
        harness.Faults = call => Slow(harness, call, TimeSpan.FromSeconds(1));
        var batch = new KinesisEventBuilder().AddAggregate("a", ("u-1", Add("1", "E#1")), ("u-2", Add("2", "E#2")), ("u-3", Add("3", "E#3")));

        var first = await harness.DeliverAsync(batch, TimeSpan.FromSeconds(2.5));

        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), first.Checkpoint);
        Assert.Equal(["1"], first.Uids());
        harness.Faults = null;
        var second = await harness.DeliverAsync(batch);
        Assert.Equal([Outcome.Duplicate, Outcome.Enriched, Outcome.Enriched], second.Outcomes);
    }

    [Fact]
    public async Task Nothing_is_put_out_after_a_thaw_past_the_deadline()
    {
        var harness = Harness();
        harness.Faults = call =>
        {
            if (call.Operation == PortOperation.ReadState)
                harness.Time.ShiftUtc(TimeSpan.FromMinutes(5)); // Frozen here: the monotonic clock stood still, the other did not.
            return PortFault.None;
        };

        var delivery = await harness.DeliverAsync(Six(), TimeSpan.FromSeconds(60));

        Assert.Empty(delivery.Outputs);
        Assert.Empty(harness.Store.Items);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
    }

    static PortFault Slow(StrategyHarness harness, PortCall call, TimeSpan time)
    {
        if (call.Operation is PortOperation.Emit)
            harness.Time.Advance(time);
        return PortFault.None;
    }
}
