using System.Text.Json.Nodes;
using KinesisEnricher.Cars;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

/// <summary>Payments and services count once, whatever is delivered again and wherever it was interrupted.</summary>
public sealed class CarsRedeliveryTests
{
    readonly StrategyHarness _harness = new(new CarsStrategy()) { Options = new PipelineOptions { RetryDelay = TimeSpan.Zero, Attempts = 1 } };

    decimal Balance => _harness.State(LoanKey).GetProperty("entity").GetProperty("balance").GetDecimal();

    long Mileage => _harness.State(CarKey).GetProperty("entity").GetProperty("mileage").GetInt64();

    Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => _harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    Task<Delivery> DeliverAsync(int first, string partitionKey, params IEnumerable<JsonObject> events)
    {
        var builder = new KinesisEventBuilder(first);
        foreach (var e in events)
            builder.Add(partitionKey, e.ToJsonString());
        return _harness.DeliverAsync(builder);
    }

    [Fact]
    public async Task A_batch_delivered_again_changes_nothing()
    {
        var first = await DeliverAsync(
            Event(Car(1)), Event(Loan(1)), Event(Payment("p1", 2)), Event(Service("s", 2), Part("x", 2), Details("d", 2)), Event(Payment("p0", 0)),
            Event(Loan(3, "19000")), Event(Payment("unknown", 2, loan: "loan-9")), Event(Payment("p2", 4)));
        var before = _harness.Store.Items;

        var again = await _harness.DeliverAsync(first.Event);

        Assert.All(first.Outcomes, outcome => Assert.Equal(Outcome.Enriched, outcome));
        Assert.All(again.Outcomes, outcome => Assert.Equal(Outcome.Duplicate, outcome));
        Assert.Empty(again.Outputs);
        Assert.Equal(before, _harness.Store.Items);
    }

    [Fact]
    public async Task One_loan_under_two_partition_keys_delivered_by_turns_has_all_its_payments()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        await DeliverAsync(10, "b", Event(Payment("b1", 2, "1")));
        await DeliverAsync(2, "a", Event(Payment("a1", 2, "10")));
        await DeliverAsync(20, "b", Event(Payment("b2", 3, "100")));
        await DeliverAsync(3, "a", Event(Payment("a2", 3, "1000")));

        Assert.Equal(20_000 - 1_111, Balance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_KPL_aggregate_and_a_plain_record_of_one_loan_both_count_in_either_order(bool aggregateFirst)
    {
        await DeliverAsync(1, "loan-1", Event(Loan(1)));
        var aggregate = new KinesisEventBuilder(10).AddAggregate(
            "kpl", ("loan-1", Event(Payment("p1", 2, "1")).ToJsonString()), ("loan-1", Event(Payment("p2", 2, "10")).ToJsonString()));
        var plain = new KinesisEventBuilder(20).Add("loan-1", Event(Payment("p3", 2, "100")).ToJsonString());

        await _harness.DeliverAsync(aggregateFirst ? aggregate : plain);
        await _harness.DeliverAsync(aggregateFirst ? plain : aggregate);
        var again = await _harness.DeliverAsync(aggregate);

        Assert.Equal(20_000 - 111, Balance);
        Assert.Equal([Outcome.Duplicate, Outcome.Duplicate], again.Outcomes);
    }

    [Fact]
    public async Task The_same_payment_put_twice_with_150_others_between_lowers_once()
    {
        var payment = Event(Payment("p", 2, "1000"));
        await DeliverAsync(Event(Loan(1)), payment);
        await DeliverAsync(Enumerable.Range(1, 150).Select(n => Event(Payment($"other-{n}", 2, "1"))));

        var again = await DeliverAsync(payment);

        Assert.Equal([Outcome.Duplicate], again.Outcomes);
        Assert.Equal(20_000 - 1_150, Balance);
    }

    [Fact]
    public async Task Killed_between_the_two_writes_of_a_payment_with_others_folded_in_since_each_item_is_right_once()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        _harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.Subject("PAYMENT#p1"));
        var killed = await DeliverAsync(2, "a", Event(Payment("p1", 2, "100")));
        _harness.Faults = null;
        Assert.Equal([Outcome.Failed], killed.Outcomes);
        Assert.Equal(19_900, Balance);
        Assert.Null(_harness.Store.Find("PAYMENT#p1"));

        await DeliverAsync(10, "b", Event(Payment("p2", 3, "10")), Event(Loan(4, "19890")), Event(Payment("p3", 5, "1")));
        var again = await _harness.DeliverAsync(killed.Event);

        Assert.Equal([Outcome.Duplicate], again.Outcomes);
        Assert.Equal(19_889, Balance);
        Assert.NotNull(_harness.Store.Find("PAYMENT#p1"));
        Assert.Equal(["p1", "p2", "p3"], Payments);
    }

    [Fact]
    public async Task Killed_between_the_two_writes_of_a_payment_its_second_put_makes_up_for_the_item()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        _harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.Subject("PAYMENT#p1"));
        var killed = await DeliverAsync(2, "a", Event(Payment("p1", 2, "100")));
        _harness.Faults = null;

        var secondPut = await DeliverAsync(10, "b", Event(Payment("p1", 2, "100")));
        var item = _harness.Store.Find("PAYMENT#p1");
        var redelivered = await _harness.DeliverAsync(killed.Event);

        Assert.Equal([Outcome.Duplicate], secondPut.Outcomes);
        Assert.NotNull(item);
        Assert.Equal([Outcome.Duplicate], redelivered.Outcomes);
        Assert.Equal(19_900, Balance);
    }

    [Fact]
    public async Task Killed_between_the_writes_of_an_event_with_a_car_a_service_and_its_parts_each_item_is_right_once()
    {
        await DeliverAsync(1, "a", Event(Car(1)));
        _harness.Faults = call => call.Operation == PortOperation.WriteState && call.Subject is "SERVICE#s" or "PART#x" ? PortFault.Throw : PortFault.None;
        var killed = await DeliverAsync(2, "a", Event(Service("s", 2, 45_000), Part("x", 2), Details("d", 2)));
        _harness.Faults = null;
        Assert.Equal([Outcome.Failed], killed.Outcomes);

        await DeliverAsync(10, "b", Event(Car(5, 45_200)), Event(Service("s2", 6, 47_000)), Event(Details("d", 9, "newer")));
        var again = await _harness.DeliverAsync(killed.Event);

        Assert.Equal([Outcome.Duplicate], again.Outcomes);
        Assert.Equal(47_000, Mileage);
        Assert.NotNull(_harness.Store.Find("SERVICE#s"));
        Assert.NotNull(_harness.Store.Find("PART#x"));
        Assert.Equal("newer", _harness.State("DETAILS#d").GetProperty("entity").GetProperty("serviceNotes").GetString());
    }

    [Theory]
    [InlineData(LoanKey)]
    [InlineData("PAYMENT#p1")]
    [InlineData("PAYMENT#p2")]
    public async Task An_answer_that_was_lost_after_the_write_lowers_once(string key)
    {
        await DeliverAsync(Event(Loan(1)));
        _harness.Faults = FaultRules.On(PortOperation.WriteState, FaultRules.Subject(key, PortFault.ThrowAfter));
        var delivery = await DeliverAsync(Event(Payment("p1", 2, "100"), Payment("p2", 2, "10")));
        _harness.Faults = null;

        await _harness.DeliverAsync(delivery.Event);

        Assert.Equal(20_000 - 110, Balance);
        Assert.NotNull(_harness.Store.Find("PAYMENT#p1"));
        Assert.NotNull(_harness.Store.Find("PAYMENT#p2"));
    }

    [Fact]
    public async Task A_payment_that_another_writer_has_brought_in_between_is_folded_under_it()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        var isIn = false;
        _harness.Faults = call =>
        {
            if (call.Operation != PortOperation.WriteState || call.Subject != LoanKey || isIn)
                return PortFault.None;
            isIn = true;
            // In the middle of the first writer's commit: a second one, start to end. Everything is in memory, so it has ended when the call returns.
            Assert.Equal([Outcome.Enriched], DeliverAsync(10, "b", Event(Payment("p1", 2, "100"))).GetAwaiter().GetResult().Outcomes);
            return PortFault.None;
        };

        var delivery = await DeliverAsync(2, "a", Event(Payment("p1", 2, "100"), Payment("p2", 2, "10")));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(20_000 - 110, Balance);
        Assert.Equal(["p1", "p2"], Payments);
        Assert.True(delivery.Enrichments[^1].GetProperty("entities")[0].GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    public async Task A_quarantined_payment_replayed_after_later_ones_counts_in_full_and_the_second_time_not_at_all()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        await DeliverAsync(3, "a", Event(Payment("p2", 3, "10")));

        // A replay puts the record on the stream again: it has a new position.
        var replayed = await DeliverAsync(4, "a", Event(Payment("p1", 2, "100")));
        var twice = await DeliverAsync(5, "a", Event(Payment("p1", 2, "100")));

        Assert.Equal([Outcome.Enriched], replayed.Outcomes);
        Assert.Equal([Outcome.Duplicate], twice.Outcomes);
        Assert.Equal(20_000 - 110, Balance);
    }

    [Fact]
    public async Task Two_streams_whose_shards_have_the_same_name_both_count()
    {
        await DeliverAsync(1, "a", Event(Loan(1)));
        var other = new KinesisEventBuilder(1).From("arn:aws:kinesis:eu-central-1:111122223333:stream/other", KinesisEventBuilder.DefaultShardId);

        var delivery = await _harness.DeliverAsync(other.Add("a", Event(Payment("p", 2)).ToJsonString()));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(19_550, Balance);
    }

    [Fact]
    public async Task An_entity_of_500_KB_is_quarantined_before_anything_goes_out_and_its_event_changes_nothing()
    {
        var delivery = await DeliverAsync(
            Event(Loan(1)), Event(Payment("p1", 2, "100"), Details("d", 2, new string('x', 500 * 1024))), Event(Payment("p2", 2, "10")));

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("too-large", Assert.Single(delivery.Quarantined).Fault.Reason);
        Assert.Equal(2, delivery.Outputs.Count);
        Assert.Equal(20_000 - 10, Balance);
        Assert.Null(_harness.Store.Find("DETAILS#d"));
        Assert.Null(_harness.Store.Find("PAYMENT#p1"));
    }

    [Fact]
    public async Task An_exception_out_of_the_strategy_is_its_events_alone()
    {
        // Nothing is known to throw, so the item is given another entity than its key says.
        await DeliverAsync(Event(Loan(1)));
        var loan = _harness.Store.Find(LoanKey)!;
        Assert.True(await _harness.Store.TryWriteAsync(loan with { Key = CarKey, Rev = 1 }, default));

        var delivery = await DeliverAsync(Event(Loan(2)), Event(Service("s", 2)), Event(Payment("p", 2)));

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("unexpected", Assert.Single(delivery.Quarantined).Fault.Reason);
        Assert.Equal(19_550, Balance);
    }

    IEnumerable<string?> Payments =>
        _harness.State(LoanKey).GetProperty("ledger").GetProperty("payments").EnumerateArray().Select(entry => entry.GetProperty("id").GetString());
}
