using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>true or false, with a message that says so.</summary>
sealed class TruthConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw SchemaBreak.Expected("true or false", reader.TokenType);

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
