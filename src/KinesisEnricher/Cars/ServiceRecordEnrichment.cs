using System.Globalization;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>A service, with the car that it was done to.</summary>
sealed record ServiceRecordEnrichment : EntityEnrichment
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Make { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Model { get; init; }

    /// <summary>
    /// Miles since the car's mileage as it was known before, which each service moves forward; null when either mileage is unknown, or this one is lower.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? MilesSinceLastService { get; init; }

    /// <param name="service">The service.</param>
    /// <param name="before">The car before it; null when it is not known.</param>
    /// <param name="duplicate">Whether the service was known.</param>
    public static ServiceRecordEnrichment Of(ServiceRecord service, Car? before, bool duplicate) => new()
    {
        EntityType = EntityTypes.ServiceRecord,
        EntityId = service.Id,
        Make = before?.Make,
        Model = before?.Model,
        MilesSinceLastService = duplicate || service.MileageAtService < before?.Mileage ? null : service.MileageAtService - before?.Mileage,
        Incomplete = before is null,
        Duplicate = duplicate,
    };

    public override string ToLine() => Incomplete
        ? "car unknown"
        : string.Create(CultureInfo.InvariantCulture, $"{Make} {Model}{(MilesSinceLastService is { } miles ? $" · {miles} miles since last service" : "")}");
}
