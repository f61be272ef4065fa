using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Json;

/// <summary>
/// An exact decimal amount, as JSON text (<c>"39444.00"</c>) or number, of 28 digits at most; how large it may be is for its user to say. Written as a number
/// without trailing zeros, so that an amount that went through a store and back is written as before.
/// </summary>
sealed class AmountConverter : JsonConverter<decimal>
{
    const string Expected = "a decimal amount, as text or number,";
    const string ExpectedExact = "a decimal amount of 28 digits at most";
    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return ExactDecimal.TryGet(ref reader, out var number)
                    ? number
                    : throw SchemaBreak.Expected(reader.TryGetDecimal(out _) ? ExpectedExact : Expected, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.String:
                var text = reader.GetString()!;
                return ExactDecimal.TryParse(text, Style, out var amount)
                    ? amount
                    : throw SchemaBreak.Expected(decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out _) ? ExpectedExact : Expected, text);
            default:
                throw SchemaBreak.Expected(Expected, reader.TokenType);
        }
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(WithoutTrailingZeros(value));

    public static decimal WithoutTrailingZeros(decimal value)
    {
        if (value.Scale == 0)
            return value;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        if (parts[2] != 0) // More than 64 bits: dividing by a one with as many zeros as a decimal can hold leaves the digits that count.
            return value / 1.0000000000000000000000000000m;
        var digits = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        var scale = value.Scale;
        for (; scale > 0 && digits % 10 == 0; scale--)
            digits /= 10;
        return new decimal((int)digits, (int)(digits >> 32), 0, decimal.IsNegative(value), scale);
    }
}
