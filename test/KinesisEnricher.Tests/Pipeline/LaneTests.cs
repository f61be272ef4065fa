using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class LaneTests
{
    static readonly FaultRule SinkRefusesSecond = FaultRules.On(PortOperation.Emit, FaultRules.Subject($"{KinesisEventBuilder.DefaultShardId}:{KinesisEventBuilder.SequenceNumber(2)}:0"));

    [Fact]
    public async Task Failed_key_blocks_only_its_own_lane()
    {
        var harness = Harness();
        harness.Faults = SinkRefusesSecond;
        var batch = new KinesisEventBuilder()
            .Add("b", Add("1", "E#b")).Add("a", Add("2", "E#a")).Add("c", Add("3", "E#c")).Add("a", Add("4", "E#a2")).Add("b", Add("5", "E#b"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Enriched, Outcome.Blocked, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), delivery.Checkpoint);
        Assert.Equal("1+5", harness.Log("E#b"));
        Assert.Null(harness.Store.Find("E#a2"));
    }

    [Fact]
    public async Task Each_event_sees_the_state_that_the_one_before_it_left()
    {
        var harness = Harness();

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#1"), Add("3", "E#1"));

        Assert.Equal(["1", "1+2", "1+2+3"], delivery.Enrichments.Select(e => e.GetProperty("logs")[0].GetString()));
    }

    [Fact]
    public async Task Five_hundred_events_of_one_entity_cost_one_read_and_one_write()
    {
        var harness = Harness();
        var (reads, writes) = (0, 0);
        harness.Faults = call =>
        {
            reads += call.Operation == PortOperation.ReadState ? 1 : 0;
            writes += call.Operation == PortOperation.WriteState ? 1 : 0;
            return PortFault.None;
        };

        await harness.DeliverAsync(Enumerable.Range(0, 500).Select(i => Add($"{i}", "E#1")));

        Assert.Equal((1, 1), (reads, writes));
        Assert.Equal(500, harness.State("E#1").GetProperty("log").GetArrayLength());
    }

    [Fact]
    public async Task One_entity_under_two_record_keys_has_both_applied_whatever_comes_first()
    {
        foreach (var firstKey in new[] { "x", "y" })
        {
            var harness = Harness();
            var both = new KinesisEventBuilder().Add("x", Add("1", "E#1")).Add("y", Add("2", "E#1"));
            // One lane of the mapping is ahead of the other.
            await harness.DeliverAsync(firstKey == "x"
                ? new KinesisEventBuilder(1).Add("x", Add("1", "E#1"))
                : new KinesisEventBuilder(2).Add("y", Add("2", "E#1")));

            await harness.DeliverAsync(both);

            Assert.Equal(["1", "2"], harness.Log("E#1").Split('+').Order());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_aggregate_and_a_plain_record_of_one_user_are_both_applied_in_either_order(bool aggregateFirst)
    {
        var harness = Harness();
        var aggregate = new KinesisEventBuilder(aggregateFirst ? 1 : 2).AddAggregate("a", ("u-1", Add("1", "E#1")), ("u-2", Add("2", "E#2")));
        var plain = new KinesisEventBuilder(aggregateFirst ? 2 : 1).Add("u-1", Add("3", "E#1"));

        // The later position is delivered first: another lane of the mapping was quicker.
        await harness.DeliverAsync(aggregateFirst ? plain : aggregate);
        await harness.DeliverAsync(aggregateFirst ? aggregate : plain);

        Assert.Equal(["1", "3"], harness.Log("E#1").Split('+').Order());
        Assert.Equal("2", harness.Log("E#2"));
    }

    [Fact]
    public async Task Two_streams_with_shards_of_one_name_touch_one_entity_and_both_count()
    {
        var harness = Harness();
        await harness.DeliverAsync(new KinesisEventBuilder(9).From("arn:aws:kinesis:eu-central-1:1:stream/one", "shardId-000000000000").Add("k", Add("1", "E#1")));
        var second = await harness.DeliverAsync(
            new KinesisEventBuilder(3).From("arn:aws:kinesis:eu-central-1:1:stream/two", "shardId-000000000000").Add("k", Add("2", "E#1")));

        Assert.Equal([Outcome.Enriched], second.Outcomes);
        Assert.Equal("1+2", harness.Log("E#1"));
    }

    [Fact]
    public async Task Keys_and_items_that_stopped_in_one_chunk_stay_stopped_in_the_next()
    {
        var harness = Harness(chunkRecords: 2);
        harness.Faults = call => call is { Operation: PortOperation.WriteState, Subject: "E#a" } ? PortFault.Throw : PortFault.None;
        var batch = new KinesisEventBuilder()
            .Add("a", Add("1", "E#a", "E#shared")).Add("b", Add("2", "E#b"))
            .Add("a", Add("3", "E#other")).Add("c", Add("4", "E#shared"))
            .Add("d", Add("5", "E#other")).Add("b", Add("6", "E#b"));

        var delivery = await harness.DeliverAsync(batch);

        // 3 shares the key of 1; 4 an item with 1; 5 an item with 3, which never ran.
        Assert.Equal([Outcome.Failed, Outcome.Enriched, Outcome.Blocked, Outcome.Blocked, Outcome.Blocked, Outcome.Enriched], delivery.Outcomes);

        harness.Faults = null;
        await harness.DeliverAsync(batch);
        Assert.Equal(("1", "1+4", "3+5", "2+6"), (harness.Log("E#a"), harness.Log("E#shared"), harness.Log("E#other"), harness.Log("E#b")));
    }

    [Fact]
    public async Task Records_that_share_a_failed_deciding_look_up_wait_for_it()
    {
        var harness = Harness(chunkRecords: 1).WithReference("alias", "x", """{"key":"E#1"}""").WithReference("alias", "y", """{"key":"E#1"}""");
        harness.Faults = FaultRules.On(PortOperation.LookUp, FaultRules.First(harness.Options.Attempts)); // The first chunk's attempts: the second chunk would get its answer.
        var batch = new KinesisEventBuilder().Add("a", Via("1", "x")).Add("b", Via("2", "x")).Add("c", Note("3"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Failed, Outcome.Blocked, Outcome.Enriched], delivery.Outcomes);
        harness.Faults = null;
        await harness.DeliverAsync(batch);
        Assert.Equal("1+2", harness.Log("E#1"));
    }

    [Fact]
    public async Task An_aggregate_s_records_wait_for_the_one_whose_item_nobody_knows()
    {
        // Both lead to one item under different look-up keys and user keys, and share the mark of their aggregate: applied first, the second would hide the first.
        var harness = Harness().WithReference("alias", "x", """{"key":"E#1"}""").WithReference("alias", "y", """{"key":"E#1"}""");
        harness.Faults = call => call.Subject == "alias:x" ? PortFault.Throw : PortFault.None;
        var batch = new KinesisEventBuilder().AddAggregate("a", ("u-1", Via("1", "x")), ("u-2", Via("2", "y")), ("u-3", Add("3", "E#1")));

        Assert.Equal([Outcome.Failed, Outcome.Blocked, Outcome.Blocked], (await harness.DeliverAsync(batch)).Outcomes);

        harness.Faults = null;
        await harness.DeliverAsync(batch);
        Assert.Equal("1+2+3", harness.Log("E#1"));
    }

    [Fact]
    public async Task A_hand_made_event_out_of_shard_order_is_handled_in_shard_order()
    {
        var harness = Harness();
        var batch = new KinesisEventBuilder().Next("12").Add("a", Add("second", "E#1")).Next("11").Add("a", Add("first", "E#1"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal("first+second", harness.Log("E#1"));
        Assert.Equal([0, 1], delivery.Result.Outcomes.Select(o => o.RecordIndex));
    }
}
