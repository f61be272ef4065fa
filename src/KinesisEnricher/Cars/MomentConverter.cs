using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Cars;

/// <summary>
/// A date or a time: ISO 8601 (a day alone is its first moment, a time without an offset is UTC), or epoch milliseconds as a number or as digits in text.
/// Written as ISO 8601 in UTC.
/// </summary>
sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    const string Expected = "a date as ISO 8601, or as epoch milliseconds in a number or digits,";

    /// <summary>With an offset that has no colon, such as <c>+0000</c>, which some serializers write.</summary>
    static readonly string[] PlainOffset = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];

    static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number >= Earliest && number <= Latest
                    ? DateTimeOffset.FromUnixTimeMilliseconds((long)number)
                    : throw SchemaBreak.Expected(Expected, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.String:
                var text = reader.GetString()!;
                if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= Latest)
                    return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
                // The reader knows ISO 8601; a time without an offset it would take as this machine's.
                if (reader.TryGetDateTime(out var plain) && plain.Kind == DateTimeKind.Unspecified)
                    return new DateTimeOffset(plain, TimeSpan.Zero);
                return reader.TryGetDateTimeOffset(out var moment) || DateTimeOffset.TryParseExact(text, PlainOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment)
                    ? moment.ToUniversalTime()
                    : throw SchemaBreak.Expected(Expected, text);
            default:
                throw SchemaBreak.Expected(Expected, reader.TokenType);
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
