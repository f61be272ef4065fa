using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Json;

/// <summary>Reads a value of any kind. Nothing writes one.</summary>
sealed class WireValueConverter : JsonConverter<WireValue>
{
    public override bool HandleNull => true;

    public override WireValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static WireValue Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new WireValue(JsonValueKind.String, reader.GetString());
            case JsonTokenType.Number:
                // A number that no decimal holds keeps the digits that it came with.
                return new WireValue(
                    JsonValueKind.Number, ExactDecimal.TryGet(ref reader, out var number) ? WireValue.TextOf(number) : Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return new WireValue(JsonValueKind.True, null);
            case JsonTokenType.False:
                return new WireValue(JsonValueKind.False, null);
            case JsonTokenType.Null:
                return new WireValue(JsonValueKind.Null, null);
            default:
                var kind = reader.TokenType == JsonTokenType.StartArray ? JsonValueKind.Array : JsonValueKind.Object;
                reader.Skip();
                return new WireValue(kind, null);
        }
    }

    public override void Write(Utf8JsonWriter writer, WireValue value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A value off the wire is only read.");
}
