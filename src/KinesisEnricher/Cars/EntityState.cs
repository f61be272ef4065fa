using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>An entity as its events have left it: one item for each entity of each type.</summary>
sealed record EntityState
{
    /// <summary>The latest version; null for a loan or car of which only parts were seen.</summary>
    [JsonConverter(typeof(EntityConverter))]
    public Entity? Entity { get; init; }

    /// <summary>What was paid on a loan; null for another entity.</summary>
    public LoanLedger? Ledger { get; init; }

    /// <summary>How a car was serviced; null for another entity.</summary>
    public ServiceBook? ServiceBook { get; init; }

    /// <summary>True for an entity that must not overwrite what is here: a newer version came before it.</summary>
    public bool IsNewerThan(Entity entity) => Entity is not null && Entity.UpdatedAt > entity.UpdatedAt;

    /// <summary>The same item with the entity's newer version, which was created when the first one was.</summary>
    public EntityState With(Entity entity) => this with
    {
        Entity = Entity is null ? entity : entity with { EntityHeader = entity.EntityHeader! with { CreatedAt = Entity.EntityHeader!.CreatedAt } },
    };
}
