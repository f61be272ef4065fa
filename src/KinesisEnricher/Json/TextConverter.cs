using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Json;

/// <summary>Text, and nothing else. Messages never hold the value: it may be personal.</summary>
sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : throw SchemaBreak.Expected("text", reader.TokenType);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
