using System.Text.Json;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>Reads entities by the type that each one's header names.</summary>
static class EntityReader
{
    const string ExpectedEntities = "an array of 1 or more entities is expected";

    /// <param name="entities">The event's <c>entities</c>; undefined when absent.</param>
    /// <exception cref="JsonException">The message names the field and what is allowed in it.</exception>
    public static IReadOnlyList<Entity> ReadAll(JsonElement entities)
    {
        if (entities.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            throw new JsonException("entities: required");
        if (entities.ValueKind != JsonValueKind.Array)
            throw new JsonException($"entities: {ExpectedEntities}, not {NameOf(entities.ValueKind)}");
        if (entities.GetArrayLength() == 0)
            throw new JsonException($"entities: {ExpectedEntities}, not an empty one");

        var parts = new List<Entity>(entities.GetArrayLength());
        foreach (var entity in entities.EnumerateArray())
        {
            var path = CarSchema.PathOf(parts.Count);
            if (entity.ValueKind != JsonValueKind.Object)
                throw new JsonException($"{path}: an object is expected, not {NameOf(entity.ValueKind)}");
            try
            {
                parts.Add(Read(entity));
            }
            catch (JsonException e)
            {
                throw new JsonException($"{path}.{e.Message}", e);
            }
        }
        return parts;
    }

    /// <exception cref="JsonException">The message names the entity's field and what is allowed in it.</exception>
    public static Entity Read(JsonElement entity)
    {
        try
        {
            return ReadTyped(entity, TypeOf(entity));
        }
        catch (JsonException e) when (e.Path is not null)
        {
            throw SchemaBreak.NamingField(e);
        }
    }

    static Entity ReadTyped(JsonElement entity, string? type) => type switch
    {
        EntityTypes.Car => entity.Deserialize(CarsJson.Default.Car)!,
        EntityTypes.Loan => entity.Deserialize(CarsJson.Default.Loan)!,
        EntityTypes.LoanPayment => entity.Deserialize(CarsJson.Default.LoanPayment)!,
        EntityTypes.ServiceRecord => entity.Deserialize(CarsJson.Default.ServiceRecord)!,
        EntityTypes.PartUsed => entity.Deserialize(CarsJson.Default.PartUsed)!,
        EntityTypes.ServiceDetails => entity.Deserialize(CarsJson.Default.ServiceDetails)!,
        null => throw new JsonException("entityHeader.entityType: required"),
        _ => throw new JsonException($"entityHeader.entityType: one of {string.Join(", ", EntityTypes.All)} is expected, not '{SchemaBreak.Shown(type)}'"),
    };

    static string? TypeOf(JsonElement entity)
    {
        var header = entity.Deserialize(CarsJson.Default.EntityHead)!.EntityHeader;
        var type = header.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => throw new JsonException("entityHeader: required"),
            JsonValueKind.Object => header.Deserialize(CarsJson.Default.EntityTypeOnly)!.EntityType,
            var kind => throw new JsonException($"entityHeader: an object is expected, not {NameOf(kind)}"),
        };
        return type.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => type.GetString(),
            var kind => throw new JsonException($"entityHeader.entityType: text is expected, not {NameOf(kind)}"),
        };
    }

    static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
