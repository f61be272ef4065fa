using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.Simulation;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>What is wrong with one value of the reference data is nobody else's matter.</summary>
public sealed class LookUpFaultTests
{
    [Fact]
    public async Task A_value_that_its_own_reading_throws_at_fails_the_events_that_need_it_alone()
    {
        var harness = new StrategyHarness(new PickyStrategy())
            .WithReference("alias", "good", """{"key":"E#1"}""")
            .WithReference("alias", "bad", """{"key":"bad"}""");

        var delivery = await harness.DeliverAsync(new KinesisEventBuilder().Add("a", Via("1", "good")).Add("b", Via("2", "bad")).Add("c", Via("3", "good")));

        Assert.Equal([Outcome.Enriched, Outcome.Failed, Outcome.Enriched], delivery.Outcomes);
        Assert.Contains("its value cannot be read: by design", delivery.Reasons[1], StringComparison.Ordinal);
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
