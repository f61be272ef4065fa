using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.IntegrationTests.Meters;

/// <summary>Adds readings up: an event applied twice, or not at all, shows in the total.</summary>
sealed class MeterStrategy() : EnrichmentStrategy<Reading, MeterTotal>("meters", () => MeterJson.Default.Reading, () => MeterJson.Default.MeterTotal)
{
    static readonly LookUp<Site> Sites = new("site", () => MeterJson.Default.Site);

    public override IReadOnlyList<string> EventTypes => ["READING"];

    protected override EventInfo Describe(in Record<Reading> record) => new(null, null, record.Event.Meter);

    protected override void Plan(in Record<Reading> record, Plan plan)
    {
        plan.LookUp(Sites, record.Event.Site);
        plan.State(MeterStream.ItemKey(record.Event.Meter));
    }

    protected override Enrichment Enrich(in Record<Reading> record, MeterTotal? state, LookUps found, out MeterTotal? next)
    {
        next = new MeterTotal((state?.Units ?? 0) + record.Event.Units, (state?.Readings ?? 0) + 1);
        return Enrichment.Of(new SiteReading(found.Get(Sites, record.Event.Site)?.Name, next.Units), MeterJson.Default.SiteReading);
    }
}
