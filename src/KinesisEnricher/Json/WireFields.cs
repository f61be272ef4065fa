using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Json;

/// <summary>
/// Reads members' values straight from bytes, for families that read their events by hand. Each method leaves what is out of the ordinary to the serializer: it
/// returns false then.
/// </summary>
static class WireFields
{
    public static bool TryText(ref Utf8JsonReader reader, ref string? text)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            return false;
        text = Encoding.UTF8.GetString(reader.ValueSpan);
        return true;
    }

    /// <summary>Reads a text that comes again and again.</summary>
    public static bool TryText(ref Utf8JsonReader reader, RecentTexts texts, ref string? text)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            return false;
        text = texts.Get(reader.ValueSpan);
        return true;
    }

    public static bool TryNumber(ref Utf8JsonReader reader, ref long? number)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value))
            return false;
        number = value;
        return true;
    }

    /// <summary>Reads an amount written as text: digits and a point only, no more than a decimal holds exactly.</summary>
    public static bool TryAmount(ref Utf8JsonReader reader, ref decimal? amount) =>
        reader.TokenType == JsonTokenType.String && TryDecimal(reader.ValueSpan, ref amount);

    /// <summary>Reads an amount written as text that may be below zero.</summary>
    public static bool TrySignedAmount(ref Utf8JsonReader reader, ref decimal? amount)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.ValueSpan.StartsWith((byte)'-'))
            return TryAmount(ref reader, ref amount);
        if (!TryDecimal(reader.ValueSpan[1..], ref amount))
            return false;
        amount = -amount;
        return true;
    }

    /// <summary>Reads an amount written as a number.</summary>
    public static bool TryNumber(ref Utf8JsonReader reader, ref decimal? amount) =>
        reader.TokenType == JsonTokenType.Number && TryDecimal(reader.ValueSpan, ref amount);

    /// <summary>Reads one of some names, as its index.</summary>
    public static bool TryName(ref Utf8JsonReader reader, byte[][] names, ref int? index)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        for (var i = 0; i < names.Length; i++)
        {
            if (!reader.ValueSpan.SequenceEqual(names[i]))
                continue;
            index = i;
            return true;
        }
        return false;
    }

    /// <summary>Passes over a member that nothing uses, unless it is a used one in another case.</summary>
    public static bool TrySkip(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string[] used)
    {
        foreach (var member in used)
        {
            if (name.Length == member.Length && Ascii.EqualsIgnoreCase(name, member))
                return false;
        }
        reader.Skip();
        return true;
    }

    static bool TryDecimal(ReadOnlySpan<byte> text, ref decimal? amount)
    {
        if (text.Length > 28 || !IsPlain(text) || !Utf8Parser.TryParse(text, out decimal value, out var length) || length != text.Length)
            return false;
        amount = value;
        return true;
    }

    /// <summary>True for digits and points. Not SearchValues, which are compiled for the processor at every cold start.</summary>
    static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.'))
                return false;
        }
        return true;
    }
}
