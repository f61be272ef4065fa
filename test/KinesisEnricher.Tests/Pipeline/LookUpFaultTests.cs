using System.Globalization;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using KinesisEnricher.Tests.Simulation;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>What is wrong with one value is nobody else's matter, and what is not answered yet is asked for again.</summary>
public sealed class LookUpFaultTests
{
    [Fact]
    public async Task A_value_that_its_own_reading_throws_at_is_a_fault_of_the_events_that_need_it_alone()
    {
        var harness = new StrategyHarness(new PickyStrategy())
            .WithReference("alias", "good", """{"key":"E#1"}""")
            .WithReference("alias", "bad", """{"key":"bad"}""");

        var delivery = await harness.DeliverAsync(new KinesisEventBuilder().Add("a", Via("1", "good")).Add("b", Via("2", "bad")).Add("c", Via("3", "good")));

        Assert.Equal([Outcome.Enriched, Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        var fault = Assert.Single(delivery.Quarantined).Fault;
        Assert.Equal(("look-up", "alias:bad: its value cannot be read: by design"), (fault.Reason, fault.Detail));
    }

    [Fact]
    public async Task A_value_of_another_shape_does_not_hold_its_shard()
    {
        var harness = Harness().WithReference("alias", "text", "\"E#1\"");

        var delivery = await harness.DeliverAsync(Via("1", "text"), Add("2", "E#1"));

        Assert.Equal([Outcome.Quarantined, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("look-up", Assert.Single(delivery.Quarantined).Fault.Reason);
        Assert.Null(delivery.Checkpoint);
    }

    [Fact]
    public async Task A_source_that_answers_part_each_time_is_asked_until_it_has_told_all()
    {
        var harness = Harness();
        var keys = Enumerable.Range(1, 3 * harness.Options.Attempts).ToArray();
        foreach (var i in keys)
            harness.WithReference("alias", $"a{i}", $$"""{"key":"E#{{i}}"}""");
        // The first key is answered at the first attempt, the second at the second, and so on.
        harness.Faults = FaultRules.On(PortOperation.LookUp, call => call.Attempt < int.Parse(call.Subject["alias:a".Length..], CultureInfo.InvariantCulture) ? PortFault.Omit : PortFault.None);

        var delivery = await harness.DeliverAsync([.. keys.Select(i => Via($"{i}", $"a{i}"))]);

        Assert.All(delivery.Outcomes, outcome => Assert.Equal(Outcome.Enriched, outcome));
    }

    [Fact]
    public async Task A_store_that_reads_part_each_time_is_asked_until_it_has_read_all()
    {
        var harness = Harness();
        var keys = Enumerable.Range(1, 3 * harness.Options.Attempts).ToArray();
        harness.Faults = FaultRules.On(PortOperation.ReadState, call => call.Attempt < int.Parse(call.Subject["E#".Length..], CultureInfo.InvariantCulture) ? PortFault.Omit : PortFault.None);

        var delivery = await harness.DeliverAsync([.. keys.Select(i => Add($"{i}", $"E#{i}"))]);

        Assert.All(delivery.Outcomes, outcome => Assert.Equal(Outcome.Enriched, outcome));
    }

    sealed class PickyStrategy() : StatelessStrategy<LogEvent>("picky", () => SimulationJson.Default.LogEvent)
    {
        static readonly LookUp<AliasTarget> Alias = new(
            "alias", () => SimulationJson.Default.AliasTarget, target => target.Key == "bad" ? throw new InvalidTimeZoneException("by design") : true);

        public override IReadOnlyList<string> EventTypes => ["VIA"];

        protected override void Plan(in Record<LogEvent> record, Plan plan) => plan.Require(Alias, record.Event.Alias!);
        protected override EventInfo Describe(in Record<LogEvent> record) => default;
        protected override Enrichment Enrich(in Record<LogEvent> record, LookUps found) =>
            Enrichment.Of(new LogEnrichment([found.Get(Alias, record.Event.Alias!)!.Key]), SimulationJson.Default.LogEnrichment);
    }
}
