using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Tests.Testing;

public sealed class FaultyPortTests
{
    static StateItem Item(string key, long rev = 1) => new(key, rev, Version: 1, Marks.None, "{}"u8.ToArray());

    static OutputEvent Event(string id) => new()
    {
        Id = id,
        Json = "{}"u8.ToArray(),
        PartitionKey = "k",
        Shard = new Shard("", ""),
        Position = new Position(SequenceNumber.Parse("1"), 0),
        Enrichment = "x",
    };

    [Fact]
    public async Task The_nth_distinct_subject_fails_each_time_and_no_other_does()
    {
        var store = new FaultyStateStore(new InMemoryStateStore(), FaultRules.Nth(2));

        Assert.True(await store.TryWriteAsync(Item("A"), default));
        await Assert.ThrowsAsync<InjectedFaultException>(async () => await store.TryWriteAsync(Item("B"), default));
        Assert.True(await store.TryWriteAsync(Item("A", 2), default));
        var again = await Assert.ThrowsAsync<InjectedFaultException>(async () => await store.TryWriteAsync(Item("B"), default));
        Assert.True(await store.TryWriteAsync(Item("C"), default));

        Assert.Equal(new PortCall(PortOperation.WriteState, "B", 2), again.Call);
    }

    [Fact]
    public async Task A_rule_for_the_first_attempts_lets_the_next_one_through()
    {
        var store = new FaultyStateStore(new InMemoryStateStore(), FaultRules.First(1, PortFault.Conflict));

        Assert.False(await store.TryWriteAsync(Item("A"), default));
        Assert.True(await store.TryWriteAsync(Item("A"), default));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_was_done()
    {
        var inner = new InMemoryStateStore();
        var store = new FaultyStateStore(inner, FaultRules.All(PortFault.ThrowAfter));

        await Assert.ThrowsAsync<InjectedFaultException>(async () => await store.TryWriteAsync(Item("A"), default));

        Assert.NotNull(inner.Find("A"));
    }

    [Fact]
    public async Task A_rule_on_writes_leaves_reads_alone()
    {
        var store = new FaultyStateStore(new InMemoryStateStore(), FaultRules.On(PortOperation.WriteState, FaultRules.All()));

        Assert.Single(await store.ReadAsync(["A"], default));
    }

    [Fact]
    public async Task A_read_leaves_the_failing_key_out_and_throws_only_when_no_other_is_left()
    {
        var store = new FaultyStateStore(new InMemoryStateStore([Item("A"), Item("B")]), FaultRules.Subject("B"));

        var found = await store.ReadAsync(["A", "B"], default);

        Assert.Equal(["A"], found.Keys);
        await Assert.ThrowsAsync<InjectedFaultException>(async () => await store.ReadAsync(["B"], default));
    }

    [Fact]
    public async Task An_omitted_look_up_key_has_no_entry_and_nothing_is_thrown()
    {
        var source = new FaultyLookUpSource(new MemoryLookUpSource(), FaultRules.Subject("asset:1", PortFault.Omit));

        Assert.Empty(await source.GetAsync([new LookUpKey("asset", "1")], Freshness.Cached, default));
        Assert.Single(await source.GetAsync([new LookUpKey("asset", "2")], Freshness.Cached, default));
    }

    [Fact]
    public async Task A_sink_takes_what_no_rule_fails_and_then_throws()
    {
        var inner = new CollectingSink();
        var sink = new FaultySink(inner, FaultRules.Subject("e1"));
        var emission = new Emission([Event("e1"), Event("e2"), Event("e3")]);

        await Assert.ThrowsAsync<InjectedFaultException>(async () => await sink.EmitAsync(emission, default));

        Assert.Equal(["e2", "e3"], inner.Events.Select(e => e.Id));
        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(emission.IsTaken));
    }

    [Fact]
    public async Task An_event_that_went_out_without_an_answer_is_not_marked_as_taken()
    {
        var inner = new CollectingSink();
        var emission = new Emission([Event("e1"), Event("e2")]);

        await Assert.ThrowsAsync<InjectedFaultException>(
            async () => await new FaultySink(inner, FaultRules.Subject("e1", PortFault.ThrowAfter)).EmitAsync(emission, default));

        Assert.Equal(2, inner.Events.Count);
        Assert.Equal([false, true], Enumerable.Range(0, 2).Select(emission.IsTaken));
    }

    [Fact]
    public async Task A_sink_can_leave_an_event_without_a_word()
    {
        var emission = new Emission([Event("e1"), Event("e2")]);

        await new FaultySink(new CollectingSink(), FaultRules.Nth(2, PortFault.Omit)).EmitAsync(emission, default);

        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(emission.IsTaken));
    }

    [Theory]
    [InlineData(PortFault.Throw, 0)]
    [InlineData(PortFault.Omit, 0)]
    [InlineData(PortFault.ThrowAfter, 1)]
    public async Task A_quarantine_throws_before_or_after_it_keeps_the_record(PortFault fault, int kept)
    {
        var inner = new CollectingQuarantine();
        var quarantine = new FaultyQuarantine(inner, FaultRules.All(fault));
        var record = new QuarantinedRecord
        {
            Shard = new Shard("", ""),
            Position = new Position(SequenceNumber.Parse("1"), 0),
            PartitionKey = "k",
            RecordPartitionKey = "k",
            ArrivalTime = null,
            Type = null,
            Fault = new Fault("json", ""),
            Data = ReadOnlyMemory<byte>.Empty,
        };

        await Assert.ThrowsAsync<InjectedFaultException>(async () => await quarantine.KeepAsync(record, default));

        Assert.Equal(kept, inner.Records.Count);
    }
}
