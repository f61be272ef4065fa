namespace KinesisEnricher.Cars;

/// <summary>What an entity says of itself.</summary>
sealed record EntityHeader
{
    /// <summary>Unique among the entities of its type.</summary>
    public string? EntityId { get; init; }

    /// <summary>One of <see cref="EntityTypes"/>.</summary>
    public string? EntityType { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The order that counts: an entity with an earlier one came late.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
