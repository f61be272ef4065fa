using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Cars;

/// <summary>An event of the family, as far as it is used. Members may be absent here; <see cref="CarSchema"/> says what must not be.</summary>
sealed record CarEvent
{
    public CarEventHeader? EventHeader { get; init; }

    /// <summary>The entities as received; undefined when absent. What each one is, only its own header tells.</summary>
    public JsonElement Entities { get; init; }

    /// <summary>The entities as read, in the event's order.</summary>
    [JsonIgnore]
    public IReadOnlyList<Entity> Parts { get; init; } = [];
}
