using System.Text.Json;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>One of the values that a pattern's field may have: a literal, or a comparison such as <c>{"prefix":"a"}</c>.</summary>
sealed class FilterRule
{
    readonly Func<JsonElement?, bool> _test;

    FilterRule(Func<JsonElement?, bool> test) => _test = test;

    /// <exception cref="FormatException">There is no such comparison.</exception>
    public static FilterRule Parse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            throw new FormatException("a list inside a list.");
        return json.ValueKind == JsonValueKind.Object ? new FilterRule(ComparisonOf(json)) : new FilterRule(OfAny(EqualTo(json)));
    }

    /// <param name="value">The field's value; null when there is none.</param>
    public bool Matches(JsonElement? value) => _test(value);

    static Func<JsonElement?, bool> ComparisonOf(JsonElement json)
    {
        if (json.EnumerateObject().ToArray() is not [var comparison])
            throw new FormatException($"{json} must have one comparison.");
        var operand = comparison.Value.Clone();
        return comparison.Name switch
        {
            "exists" when operand.ValueKind is JsonValueKind.True or JsonValueKind.False => Exists(operand.GetBoolean()),
            "prefix" => OfAny(Text(operand, (value, text) => value.StartsWith(text, StringComparison.Ordinal))),
            "suffix" => OfAny(Text(operand, (value, text) => value.EndsWith(text, StringComparison.Ordinal))),
            "equals-ignore-case" => OfAny(Text(operand, (value, text) => value.Equals(text, StringComparison.OrdinalIgnoreCase))),
            "numeric" => OfAny(Numeric(operand)),
            "anything-but" => AnythingBut(operand),
            _ => throw new FormatException($"{json} is not known here; known are exists, prefix, suffix, equals-ignore-case, numeric and anything-but."),
        };
    }

    static Func<JsonElement, bool> EqualTo(JsonElement json)
    {
        var expected = json.Clone();
        return value => value.ValueKind == expected.ValueKind && expected.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals(expected.GetString()),
            JsonValueKind.Number => IsNumber(value, out var left) && IsNumber(expected, out var right) && left == right,
            _ => true,
        };
    }

    /// <summary>What it is matters not, only whether: an object or an array counts as there only by what is in it.</summary>
    static Func<JsonElement?, bool> Exists(bool expected) => value => (value is { ValueKind: not JsonValueKind.Object }) == expected;

    static Func<JsonElement, bool> Text(JsonElement operand, Func<string, string, bool> compare)
    {
        if (operand.ValueKind != JsonValueKind.String)
            throw new FormatException($"{operand.GetRawText()} must be a text.");
        var text = operand.GetString()!;
        return value => value.ValueKind == JsonValueKind.String && compare(value.GetString()!, text);
    }

    /// <summary>An array's elements are looked at one by one, and one that fits is enough.</summary>
    static Func<JsonElement?, bool> OfAny(Func<JsonElement, bool> test) => value => value is { } json && (json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray().Any(test)
        : test(json));

    static Func<JsonElement?, bool> AnythingBut(JsonElement operand)
    {
        Func<JsonElement, bool>[] excluded = operand.ValueKind switch
        {
            JsonValueKind.Array => [.. operand.EnumerateArray().Select(EqualTo)],
            JsonValueKind.Object when operand.TryGetProperty("prefix", out var prefix) => [Text(prefix, (value, text) => value.StartsWith(text, StringComparison.Ordinal))],
            JsonValueKind.Object when operand.TryGetProperty("suffix", out var suffix) => [Text(suffix, (value, text) => value.EndsWith(text, StringComparison.Ordinal))],
            JsonValueKind.Object => throw new FormatException($"anything-but {operand} is not known here; known are values, prefix and suffix."),
            _ => [EqualTo(operand)],
        };
        return OfAny(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
            && !excluded.Any(isExcluded => isExcluded(value)));
    }

    static Func<JsonElement, bool> Numeric(JsonElement operand)
    {
        var terms = operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray().ToArray() : [];
        if (terms.Length is not (2 or 4))
            throw new FormatException("numeric takes a sign and a number, once or twice.");
        var tests = terms.Chunk(2).Select(pair => Comparison(pair[0], pair[1])).ToArray();
        return value => IsNumber(value, out var number) && tests.All(test => test(number));
    }

    static Func<decimal, bool> Comparison(JsonElement sign, JsonElement bound)
    {
        if (sign.ValueKind != JsonValueKind.String || !IsNumber(bound, out var limit))
            throw new FormatException("numeric takes a sign and a number, once or twice.");
        return sign.GetString() switch
        {
            "=" => number => number == limit,
            "<" => number => number < limit,
            "<=" => number => number <= limit,
            ">" => number => number > limit,
            ">=" => number => number >= limit,
            var other => throw new FormatException($"'{other}' is not a comparison of numbers; allowed: =, <, <=, >, >=."),
        };
    }

    static bool IsNumber(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out number);
    }
}
