using System.Text.Json;

namespace KinesisEnricher.Cars;

/// <summary>As much of an entity as tells its type. Nothing is read yet, so that what is wrong can be named.</summary>
sealed record EntityHead
{
    public JsonElement EntityHeader { get; init; }

    /// <summary>As much of <see cref="EntityHeader"/>.</summary>
    public sealed record TypeOnly
    {
        public JsonElement EntityType { get; init; }
    }
}
