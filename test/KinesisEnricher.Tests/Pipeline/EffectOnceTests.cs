using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class EffectOnceTests
{
    [Fact]
    public async Task The_same_batch_twice_changes_nothing_the_second_time()
    {
        var harness = Harness();
        var first = await harness.DeliverAsync(Add("1", "E#1"), Note("2"), Add("3", "E#1", "E#2"));
        var revs = harness.Store.Items.Select(item => (item.Key, item.Rev)).Order().ToArray();

        var second = await harness.DeliverAsync(first.Event);

        Assert.Equal([Outcome.Duplicate, Outcome.Enriched, Outcome.Duplicate], second.Outcomes);
        Assert.Equal(revs, harness.Store.Items.Select(item => (item.Key, item.Rev)).Order());
        Assert.Equal(first.Events[1].GetRawText(), Assert.Single(second.Events).GetRawText());
    }

    [Fact]
    public async Task A_tail_delivered_again_after_a_failure_is_as_if_applied_once()
    {
        var harness = Harness(chunkRecords: 2);
        harness.Faults = FaultRules.On(PortOperation.Emit, call => call.Subject.Contains(KinesisEventBuilder.SequenceNumber(3)) ? PortFault.Throw : PortFault.None);
        var batch = new KinesisEventBuilder()
            .Add("a", Add("1", "E#1")).Add("b", Add("2", "E#2")).Add("a", Add("3", "E#1")).Add("b", Add("4", "E#2")).Add("a", Add("5", "E#1"));
        await harness.DeliverAsync(batch);

        harness.Faults = null;
        var tail = await harness.DeliverAsync(batch);

        Assert.Equal([Outcome.Duplicate, Outcome.Duplicate, Outcome.Enriched, Outcome.Duplicate, Outcome.Enriched], tail.Outcomes);
        Assert.Equal(("1+3+5", "2+4"), (harness.Log("E#1"), harness.Log("E#2")));
    }

    [Fact]
    public async Task A_conflict_is_read_again_folded_again_and_what_changed_goes_out_again()
    {
        var harness = Harness();
        var interfered = false;
        harness.Faults = call =>
        {
            if (call.Operation != PortOperation.WriteState || interfered)
                return PortFault.None;
            interfered = true;
            Assert.True(harness.Store.TryWriteAsync(new StateItem("E#1", 1, 1, Marks.None, """{"log":["other"]}"""u8.ToArray()), default).AsTask().GetAwaiter().GetResult());
            return PortFault.None;
        };

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#2"), Add("3", "E#1"));

        Assert.Equal("other+1+3", harness.Log("E#1"));
        Assert.Equal([Outcome.Enriched, Outcome.Enriched, Outcome.Enriched], delivery.Outcomes);
        // All three share a key: from the first that changed on, they go out again under their ids.
        Assert.Equal(["1", "2", "3", "1", "2", "3"], delivery.Uids());
        Assert.Equal("other+1", delivery.Enrichments[3].GetProperty("logs")[0].GetString());
        Assert.Equal(delivery.Outputs.Take(3).Select(o => o.Id), delivery.Outputs.Skip(3).Select(o => o.Id));
    }

    [Fact]
    public async Task Who_loses_every_race_fails_after_a_bound_and_loses_nothing()
    {
        var harness = Harness();
        harness.Faults = call => call is { Operation: PortOperation.WriteState, Subject: "E#1" } ? PortFault.Conflict : PortFault.None;

        var delivery = await harness.DeliverAsync(Add("0", "E#0"), Add("1", "E#1"), Add("2", "E#2"));

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Blocked], delivery.Outcomes);
        Assert.Equal(KinesisEventBuilder.SequenceNumber(2), delivery.Checkpoint);
        harness.Faults = null;
        await harness.DeliverAsync(delivery.Event);
        Assert.Equal(("0", "1", "2"), (harness.Log("E#0"), harness.Log("E#1"), harness.Log("E#2")));
    }

    [Fact]
    public async Task Throttled_writes_and_unprocessed_keys_are_tried_again()
    {
        var harness = Harness();
        harness.Faults = call => call.Operation switch
        {
            PortOperation.WriteState => FaultRules.First(2)(call),
            PortOperation.ReadState => FaultRules.First(3, PortFault.Omit)(call),
            _ => PortFault.None,
        };

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#2"));

        Assert.Equal([Outcome.Enriched, Outcome.Enriched], delivery.Outcomes);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_counts_once()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.First(1, PortFault.ThrowAfter));

        var delivery = await harness.DeliverAsync(Add("1", "E#1"));

        Assert.Equal([Outcome.Duplicate], delivery.Outcomes); // The item that was read again has it already.
        Assert.Single(delivery.Outputs);
        Assert.Equal("1", harness.Log("E#1"));
    }

    [Fact]
    public async Task Killed_between_emit_and_commit_the_same_events_go_out_again_and_state_counts_once()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.All());
        var first = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#1"));

        harness.Faults = null;
        var second = await harness.DeliverAsync(first.Event);

        Assert.Equal(first.Events.Select(e => e.GetRawText()), second.Events.Select(e => e.GetRawText()));
        Assert.Equal("1+2", harness.Log("E#1"));
    }

    [Fact]
    public async Task Killed_between_the_two_writes_of_an_event_each_item_is_brought_up_once()
    {
        var harness = Harness();
        harness.Faults = call => call is { Operation: PortOperation.WriteState, Subject: "E#child" } ? PortFault.Throw : PortFault.None;
        var first = await harness.DeliverAsync(Add("1", "E#parent", "E#child"));
        Assert.Equal(("1", ""), (harness.Log("E#parent"), harness.Log("E#child")));

        // Later events of the parent are folded in under another key before the redelivery.
        harness.Faults = null;
        await harness.DeliverAsync(new KinesisEventBuilder(50).Add("other", Add("2", "E#parent")));
        var again = await harness.DeliverAsync(first.Event);

        Assert.Equal([Outcome.Duplicate], again.Outcomes);
        Assert.Empty(again.Outputs);
        Assert.Equal(("1+2", "1"), (harness.Log("E#parent"), harness.Log("E#child")));
    }

    [Fact]
    public async Task A_child_is_never_written_before_its_parent()
    {
        var harness = Harness();
        harness.Faults = call => call is { Operation: PortOperation.WriteState, Subject: "E#parent" } ? PortFault.Throw : PortFault.None;

        var delivery = await harness.DeliverAsync(Add("1", "E#parent", "E#child"));

        Assert.Equal([Outcome.Failed], delivery.Outcomes);
        Assert.Null(harness.Store.Find("E#child"));
    }

    [Fact]
    public async Task A_sink_that_takes_all_but_the_first_of_a_lane_has_nothing_of_it_committed()
    {
        var harness = Harness();
        harness.Faults = call => call.Operation == PortOperation.Emit && call.Subject.Contains(KinesisEventBuilder.SequenceNumber(1)) ? PortFault.Omit : PortFault.None;
        var first = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#2"), Add("3", "E#1"));

        Assert.Equal([Outcome.Failed, Outcome.Blocked, Outcome.Blocked], first.Outcomes);
        Assert.Empty(harness.Store.Items);

        harness.Faults = null;
        Assert.Equal(["1", "2", "3"], (await harness.DeliverAsync(first.Event)).Uids());
    }

    [Fact]
    public async Task A_sink_that_is_down_loses_nothing_and_nothing_is_committed_ahead_of_its_output()
    {
        var harness = Harness();
        harness.Faults = FaultRules.On(PortOperation.Emit, FaultRules.All());

        var delivery = await harness.DeliverAsync(Add("1", "E#1"), Add("2", "E#2"));

        Assert.Equal([Outcome.Failed, Outcome.Blocked], delivery.Outcomes);
        Assert.Contains("output:", delivery.Reasons[0]);
        Assert.Empty(harness.Store.Items);
    }

    [Fact]
    public async Task Bytes_are_the_same_for_the_same_event_on_the_same_state()
    {
        var (one, two) = (Harness(), Harness());
        string[] events = [Add("1", "E#1"), Note("2"), Add("3", "E#1")];

        var (a, b) = (await one.DeliverAsync(events), await two.DeliverAsync(events));

        Assert.Equal(a.Events.Select(e => e.GetRawText()), b.Events.Select(e => e.GetRawText()));
    }
}
