using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>
/// Text, an object or an array, kept as text: an object or array as its JSON. Nobody looks into these, and no store has to take their depth or their numbers.
/// </summary>
sealed class FreeFormConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                using (var document = JsonDocument.ParseValue(ref reader))
                    return document.RootElement.GetRawText();
            default:
                throw SchemaBreak.Expected("text, an object or an array", reader.TokenType);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
