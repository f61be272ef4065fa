using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.UserLimits;

/// <summary>Applied numbers as a person can read them: <c>{"highest":12,"last":"1-9 12 10-11"}</c>.</summary>
sealed class AppliedNumbersConverter : JsonConverter<AppliedNumbers>
{
    public override AppliedNumbers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var numbers)
            ? numbers
            : throw new JsonException("An object is expected, with \"highest\", a number, and \"last\", runs of numbers such as \"3-9 12\".");

    public override void Write(Utf8JsonWriter writer, AppliedNumbers value, JsonSerializerOptions options) => Write(writer, value);

    public static bool TryRead(ref Utf8JsonReader reader, [NotNullWhen(true)] out AppliedNumbers? numbers)
    {
        numbers = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        long? highest = null;
        AppliedNumbers.Run[] runs = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("highest"u8))
            {
                reader.Read();
                if (!WireFields.TryNumber(ref reader, ref highest))
                    return false;
            }
            else if (reader.ValueTextEquals("last"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || !TryRead(reader.ValueSpan, out runs))
                    return false;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        numbers = AppliedNumbers.From(highest, runs);
        return true;
    }

    public static void Write(Utf8JsonWriter writer, AppliedNumbers value)
    {
        writer.WriteStartObject();
        if (value.Highest is { } highest)
            writer.WriteNumber("highest"u8, highest);
        Span<byte> text = stackalloc byte[value.RunCount * LongestRun];
        var length = 0;
        for (var i = 0; i < value.RunCount; i++)
        {
            var run = value.RunAt(i);
            if (length > 0)
                text[length++] = (byte)' ';
            length += Write(run.First, text[length..]);
            if (run.First == run.Last)
                continue;
            text[length++] = (byte)'-';
            length += Write(run.Last, text[length..]);
        }
        writer.WriteString("last"u8, text[..length]);
        writer.WriteEndObject();
    }

    // Two numbers, a dash between them and a space before.
    const int LongestRun = (19 * 2) + 2;

    static int Write(long number, Span<byte> text)
    {
        Utf8Formatter.TryFormat(number, text, out var length);
        return length;
    }

    static bool TryRead(ReadOnlySpan<byte> text, out AppliedNumbers.Run[] runs)
    {
        runs = new AppliedNumbers.Run[text.Trim((byte)' ').IsEmpty ? 0 : text.Count((byte)' ') + 1];
        for (var i = 0; i < runs.Length; i++)
        {
            if (!TryNumber(ref text, out var first))
                return false;
            var last = first;
            if (text.StartsWith("-"u8))
            {
                text = text[1..];
                if (!TryNumber(ref text, out last) || last < first)
                    return false;
            }
            if (!text.IsEmpty && text[0] != ' ')
                return false;
            text = text.TrimStart((byte)' ');
            runs[i] = new AppliedNumbers.Run(first, last);
        }
        return text.IsEmpty;
    }

    static bool TryNumber(ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out number, out var length))
            return false;
        text = text[length..];
        return true;
    }
}
