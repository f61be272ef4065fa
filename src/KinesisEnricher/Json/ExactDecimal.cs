using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KinesisEnricher.Json;

/// <summary>Reads numbers that a decimal holds to the last digit: its own parser rounds what has more than 28 of them without a word.</summary>
static class ExactDecimal
{
    /// <summary>So many characters without an exponent cannot hold too many digits.</summary>
    const int AlwaysExact = 28;

    /// <param name="text">A number, as the invariant culture writes it.</param>
    /// <param name="styles">What may be in it beside digits.</param>
    /// <param name="number">The number; 0 where there is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, NumberStyles styles, out decimal number)
    {
        if (decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out number) && IsHeld(text, number))
            return true;
        number = 0;
        return false;
    }

    /// <summary>Reads the number that the reader stands at.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, out decimal number)
    {
        var isShort = reader.ValueSpan.Length <= AlwaysExact && !reader.ValueSpan.ContainsAny((byte)'e', (byte)'E');
        if (reader.TryGetDecimal(out number) && (isShort || IsHeld(Encoding.UTF8.GetString(reader.ValueSpan), number)))
            return true;
        number = 0;
        return false;
    }

    static bool IsHeld(ReadOnlySpan<char> text, decimal number) =>
        (text.Length <= AlwaysExact && !text.ContainsAny('e', 'E')) || DigitsOf(text) == DigitsOf(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The digits from the first to the last that is not 0, and the power of ten of the last; null for an exponent beyond all measure.</summary>
    static (string Digits, long Exponent)? DigitsOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('e', 'E');
        var exponent = 0L;
        if (end >= 0 && !long.TryParse(text[(end + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out exponent))
            return null;
        var digits = new StringBuilder();
        var isFraction = false;
        foreach (var c in end < 0 ? text : text[..end])
        {
            if (c == '.')
                isFraction = true;
            else if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
                exponent -= isFraction ? 1 : 0;
            }
        }
        var held = digits.ToString().TrimStart('0');
        var trimmed = held.TrimEnd('0');
        return (trimmed, trimmed.Length == 0 ? 0 : exponent + held.Length - trimmed.Length);
    }
}
