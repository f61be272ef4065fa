using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Json;

/// <summary>An enum whose names go over the wire as <c>UPPER_SNAKE_CASE</c>. Anything else, numbers and other cases included, is not one of them.</summary>
sealed class WireEnumConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    static readonly TEnum[] Values = Enum.GetValues<TEnum>();
    static readonly string[] Names = [.. Values.Select(value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()))];
    static readonly string Expected = $"one of {string.Join(", ", Names)}";

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw SchemaBreak.Expected(Expected, reader.TokenType);
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
                return Values[i];
        }
        throw SchemaBreak.Expected(Expected, reader.GetString()!);
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(Names[Array.IndexOf(Values, value)]);
}
