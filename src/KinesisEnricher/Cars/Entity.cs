namespace KinesisEnricher.Cars;

/// <summary>One of the things that events tell of, in the same shape in events and in state. Members that are null were absent.</summary>
abstract record Entity
{
    public EntityHeader? EntityHeader { get; init; }

    /// <summary>Its state item's key.</summary>
    internal abstract string Key { get; }

    /// <summary>The key of the entity that it is a part of and changes; null for none.</summary>
    internal virtual string? ParentKey => null;

    internal string Id => EntityHeader!.EntityId!;

    internal DateTimeOffset UpdatedAt => EntityHeader!.UpdatedAt!.Value;
}
