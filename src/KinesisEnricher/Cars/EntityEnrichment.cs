using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>What is added to one entity of an event. Members that cannot be told are null.</summary>
[JsonDerivedType(typeof(LoanPaymentEnrichment))]
[JsonDerivedType(typeof(ServiceRecordEnrichment))]
record EntityEnrichment
{
    [JsonPropertyOrder(-2)]
    public required string EntityType { get; init; }

    [JsonPropertyOrder(-1)]
    public required string EntityId { get; init; }

    /// <summary>What looks wrong and was kept all the same: <see cref="EntityFlags"/>; null for nothing.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>True when the loan or car that this is a part of is not known.</summary>
    [JsonPropertyOrder(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Incomplete { get; init; }

    /// <summary>True for an entity that came after a newer version of itself, and a payment after a newer version of its loan.</summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Late { get; init; }

    /// <summary>True for a payment or service that was applied before and changed nothing, in an event whose other parts did.</summary>
    [JsonPropertyOrder(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Duplicate { get; init; }

    public static EntityEnrichment Of(Entity entity, bool late) => new()
    {
        EntityType = entity.EntityHeader!.EntityType!,
        EntityId = entity.Id,
        Flags = EntityFlags.Of(entity),
        Late = late,
    };

    /// <summary>A few words for people.</summary>
    public virtual string ToLine() => Flags is null ? $"{EntityType} {EntityId}" : $"{EntityType} {EntityId} ({string.Join(", ", Flags)})";
}
