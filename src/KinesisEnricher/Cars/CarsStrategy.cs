using System.Text.Json;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>
/// Cars, their loans, and what is paid and serviced: keeps the latest version of every entity, lowers a loan's balance by its payments and moves a car's
/// mileage forward by its services, each once. An entity's <c>updatedAt</c> is the order that counts: an older one is late and overwrites nothing.
/// </summary>
sealed class CarsStrategy() : MultiItemStrategy<CarEvent, EntityState>("cars", () => CarsJson.Default.CarEvent, () => CarsJson.Default.EntityState)
{
    public override IReadOnlyList<string> EventTypes =>
        [CarEventTypes.CarCreated, CarEventTypes.LoanCreated, CarEventTypes.LoanPaymentSubmitted, CarEventTypes.CarServiceDone];

    protected override CarEvent Decode(ReadOnlySpan<byte> json)
    {
        CarEvent e;
        try
        {
            e = base.Decode(json);
        }
        catch (JsonException fault)
        {
            throw SchemaBreak.NamingField(fault);
        }
        return e with { Parts = EntityReader.ReadAll(e.Entities), Entities = default };
    }

    protected override FilterResult Filter(in Record<CarEvent> record) =>
        CarSchema.FindBreak(record.Event) is { } detail ? FilterResult.Poison("schema", detail) : FilterResult.Keep;

    protected override void Plan(in Record<CarEvent> record, Plan plan)
    {
        foreach (var part in record.Event.Parts)
        {
            // The parent is written first, so that a part's own item proves that the parent has it.
            if (part.ParentKey is { } parent)
                plan.State(parent);
            plan.State(part.Key, after: part.ParentKey);
        }
    }

    protected override EventInfo Describe(in Record<CarEvent> record)
    {
        var header = record.Event.EventHeader;
        return new EventInfo(header?.Uuid, header?.CreatedDate ?? header?.SavedDate, record.Event.Parts[0].Key);
    }

    protected override Enrichment Enrich(in Record<CarEvent> record, StateItems<EntityState> items, LookUps found)
    {
        var parts = record.Event.Parts;
        var enrichments = new EntityEnrichment[parts.Count];
        for (var i = 0; i < enrichments.Length; i++)
            enrichments[i] = EntityRules.Apply(parts[i], items);

        if (Array.TrueForAll(enrichments, e => e.Duplicate))
            return Enrichment.Duplicate($"{enrichments[0].EntityType} {enrichments[0].EntityId} already applied");
        return Enrichment.Of(new CarsEnrichment(enrichments), CarsJson.Default.CarsEnrichment, late: Array.Exists(enrichments, e => e.Late));
    }
}
