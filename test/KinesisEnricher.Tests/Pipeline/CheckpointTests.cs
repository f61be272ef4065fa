using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using PoisonKind = KinesisEnricher.Testing.Poison;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class CheckpointTests
{
    [Fact]
    public async Task Of_several_failures_the_lowest_is_named()
    {
        var harness = Harness();
        harness.Faults = call => call.Operation == PortOperation.WriteState && call.Subject is "E#2" or "E#4" ? PortFault.Throw : PortFault.None;

        var delivery = await harness.DeliverAsync(FiveKeys());

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Enriched, Outcome.Failed, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), delivery.Checkpoint);
    }

    [Fact]
    public async Task When_the_first_record_fails_it_is_named_and_nothing_is_thrown()
    {
        var harness = Harness();
        harness.Faults = FaultRules.Subject("E#1");

        var delivery = await harness.DeliverAsync(FiveKeys());

        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
        Assert.Equal(4, delivery.Outcomes.Count(o => o == Outcome.Enriched));
    }

    [Fact]
    public async Task When_all_is_well_nothing_is_named() => Assert.Null((await Harness().DeliverAsync(FiveKeys())).Checkpoint);

    [Fact]
    public async Task An_event_without_records_is_success()
    {
        var delivery = await Harness().DeliverAsync(new KinesisEventBuilder());

        Assert.Empty(delivery.Outcomes);
        Assert.Null(delivery.Checkpoint);
    }

    [Fact]
    public async Task Sequence_numbers_are_compared_as_numbers()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.All());
        var batch = new KinesisEventBuilder().Next("9").Add("a", Add("1", "E#1")).Next("10").Add("b", Add("2", "E#2"));

        Assert.Equal("9", (await harness.DeliverAsync(batch)).Checkpoint);
    }

    [Fact]
    public async Task Of_several_shards_in_one_event_the_first_in_event_order_is_named()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.All());
        var batch = new KinesisEventBuilder()
            .From(KinesisEventBuilder.DefaultStreamArn, "shardId-000000000001").Next("500").Add("a", Add("1", "E#1"))
            .From(KinesisEventBuilder.DefaultStreamArn, "shardId-000000000000").Next("100").Add("b", Add("2", "E#2"));

        Assert.Equal("500", (await harness.DeliverAsync(batch)).Checkpoint);
    }

    [Fact]
    public async Task A_failed_record_without_a_usable_number_is_reached_by_naming_the_one_before_it()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.Quarantine, FaultRules.All());
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).AddPoison("b", PoisonKind.SequenceNumber).Add("c", Add("3", "E#3"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(1), delivery.Checkpoint);
    }

    [Fact]
    public async Task When_no_record_before_it_can_be_named_the_batch_fails_as_a_whole()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.Quarantine, FaultRules.All());
        var batch = new KinesisEventBuilder().AddPoison("b", PoisonKind.SequenceNumber).Add("c", Add("3", "E#3"));

        var e = await Assert.ThrowsAsync<BatchFailedException>(() => harness.DeliverAsync(batch));

        Assert.Contains("Record 0", e.Message);
        Assert.Equal("3", harness.Log("E#3"));
    }

    [Fact]
    public async Task Every_failure_of_a_thousand_records_is_kept()
    {
        var harness = Harness();
        harness.Faults = call => call.Operation == PortOperation.WriteState && int.Parse(call.Subject[2..]) % 2 == 1 ? PortFault.Throw : PortFault.None;
        var batch = new KinesisEventBuilder();
        for (var i = 0; i < 1000; i++)
            batch.Add($"k{i}", Add($"{i}", $"E#{i}"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal(500, delivery.Outcomes.Count(o => o == Outcome.Failed));
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), delivery.Checkpoint);
    }

    [Fact]
    public async Task With_failures_thrown_there_is_one_error_after_the_commits()
    {
        var harness = new StrategyHarness(new Simulation.LogStrategy()) { Options = new() { RetryDelay = TimeSpan.Zero, ThrowOnFailure = true } };
        harness.Faults = FaultRules.Subject("E#2");

        var e = await Assert.ThrowsAsync<BatchFailedException>(() => harness.DeliverAsync(FiveKeys()));

        Assert.Equal(4, e.Result!.Outcomes.Count(o => o.Outcome == Outcome.Enriched));
        Assert.Equal("1", harness.Log("E#1"));
        Assert.Equal("5", harness.Log("E#5"));
    }

    [Fact]
    public async Task Twins_in_one_delivery_are_handled_once()
    {
        var harness = Harness();
        var batch = new KinesisEventBuilder().Add("a", Add("1", "E#1")).AddAgain(0).Add("b", Note("2")).AddAgain(2);

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Enriched, Outcome.Duplicate, Outcome.Enriched, Outcome.Duplicate], delivery.Outcomes);
        Assert.Equal(["1", "2"], delivery.Uids());
    }

    [Fact]
    public async Task Twenty_batches_at_once_in_one_process_do_not_mix()
    {
        var deliveries = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var harness = Harness(chunkRecords: 3);
            var batch = new KinesisEventBuilder();
            for (var n = 0; n < 20; n++)
                batch.Add($"k{n % 3}", Add($"{i}-{n}", $"E#{n % 5}"));
            return (Number: i, Delivery: await harness.DeliverAsync(batch));
        })));

        Assert.All(deliveries, d => Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{d.Number}-{n}").Order(), d.Delivery.Uids().Order()));
    }

    static KinesisEventBuilder FiveKeys()
    {
        var batch = new KinesisEventBuilder();
        for (var i = 1; i <= 5; i++)
            batch.Add($"k{i}", Add($"{i}", $"E#{i}"));
        return batch;
    }
}
