using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Json;

/// <summary>A whole number, also where the producer wrote <c>12.0</c> or <c>1.2e1</c>.</summary>
sealed class WholeNumberConverter : JsonConverter<long>
{
    const string Expected = "a whole number";

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw SchemaBreak.Expected(Expected, reader.TokenType);
        if (reader.TryGetInt64(out var whole))
            return whole;
        if (reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue)
            return (long)number;
        throw SchemaBreak.Expected(Expected, Encoding.UTF8.GetString(reader.ValueSpan));
    }

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
