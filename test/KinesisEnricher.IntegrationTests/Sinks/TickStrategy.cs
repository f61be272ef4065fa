using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.IntegrationTests.Sinks;

sealed class TickStrategy() : StatelessStrategy<Tick>("ticks", () => TickJson.Default.Tick)
{
    public override IReadOnlyList<string> EventTypes => ["TICK"];

    protected override EventInfo Describe(in Record<Tick> record) => new(null, null, null);

    protected override Enrichment Enrich(in Record<Tick> record, LookUps found) => Enrichment.Of(new Tick(record.Event.N, null), TickJson.Default.Tick);
}
