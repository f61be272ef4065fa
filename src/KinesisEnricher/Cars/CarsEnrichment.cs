using System.Globalization;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Cars;

/// <summary>What is added to an event: an element for each of its entities, in the event's order.</summary>
sealed record CarsEnrichment(IReadOnlyList<EntityEnrichment> Entities) : IReadable
{
    const int Shown = 3;

    public string ToLine()
    {
        var line = string.Join("; ", Entities.Take(Shown).Select(entity => entity.ToLine()));
        return Entities.Count <= Shown ? line : string.Create(CultureInfo.InvariantCulture, $"{line}; and {Entities.Count - Shown} more");
    }
}
