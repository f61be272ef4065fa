using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Finds an event's type and strategy in one forward pass over its bytes, which also proves that they are one JSON object in UTF-8. In order: an EventBridge
/// <c>detail-type</c>, whatever its value; <c>eventHeader.eventType</c>; <c>type</c> (CloudEvents' too); a family's marks. Names are matched ignoring case.
/// </summary>
static class Router
{
    const string EventBridgeMark = "detail-type";

    public static Route Find(ReadOnlySpan<byte> json, StrategyFactory strategies)
    {
        if (!Utf8.IsValid(json))
            return new Route(null, null, new Fault("utf-8", $"not UTF-8 at byte {FirstInvalidByte(json)}"));

        var reader = new Utf8JsonReader(json);
        try
        {
            return Find(ref reader, strategies);
        }
        catch (JsonException e)
        {
            return new Route(null, null, new Fault("json", Describe(json, e)));
        }
    }

    static Route Find(ref Utf8JsonReader reader, StrategyFactory strategies)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return new Route(null, null, new Fault("json", $"a JSON object is expected, not {NameOf(reader.TokenType)}"));

        Strategy? byMark = null;
        string? typeByMark = null;
        Found detailType = default, headerType = default, type = default;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "type"u8))
                type = Value(ref reader, strategies);
            else if (Is(ref reader, "detail-type"u8))
                detailType = Value(ref reader, strategies);
            else if (Is(ref reader, "eventHeader"u8))
                headerType = HeaderType(ref reader, strategies);
            else
            {
                if (byMark is null)
                    FindMark(ref reader, strategies, out typeByMark, out byMark);
                reader.Read();
                reader.Skip();
            }
        }
        reader.Read(); // Nothing may follow the object: the reader throws when something does.

        if (detailType.Seen)
        {
            // An envelope with a detail-type is EventBridge's, whatever the value: a strategy for that very type, else the family that takes all of them.
            strategies.TryFindByMark("detail-type"u8, out _, out var takesAll);
            return new Route(detailType.Text ?? EventBridgeMark, detailType.Strategy ?? takesAll, null);
        }
        if (headerType.Strategy is not null)
            return new Route(headerType.Text, headerType.Strategy, null);
        if (type.Strategy is not null)
            return new Route(type.Text, type.Strategy, null);
        return new Route(headerType.Text ?? type.Text ?? typeByMark, byMark, null);
    }

    readonly record struct Found(bool Seen, string? Text, Strategy? Strategy);

    static Found Value(ref Utf8JsonReader reader, StrategyFactory strategies)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            Strategy? strategy;
            string? text;
            if (reader.ValueIsEscaped)
            {
                text = Unescaped(ref reader);
                strategy = text is null ? null : strategies.Find(text);
            }
            else
            {
                strategies.TryFind(reader.ValueSpan, out text, out strategy);
            }
            return new Found(true, text, strategy);
        }
        reader.Skip();
        return new Found(true, null, null);
    }

    static Found HeaderType(ref Utf8JsonReader reader, StrategyFactory strategies)
    {
        Found found = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return found;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "eventType"u8))
            {
                found = Value(ref reader, strategies);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return found;
    }

    static void FindMark(ref Utf8JsonReader reader, StrategyFactory strategies, out string? type, out Strategy? strategy)
    {
        if (reader.ValueIsEscaped)
            strategies.TryFindByMark(Encoding.UTF8.GetBytes(Unescaped(ref reader) ?? ""), out type, out strategy);
        else
            strategies.TryFindByMark(reader.ValueSpan, out type, out strategy);
    }

    static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped
            ? Ascii.EqualsIgnoreCase(name, Unescaped(ref reader))
            : reader.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(reader.ValueSpan, name);

    /// <summary>The name or text in hand; null for one with half of a surrogate pair, which no Unicode text is.</summary>
    static string? Unescaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };

    /// <summary>What was wrong, at which byte from the start: the exception itself counts by line.</summary>
    static string Describe(ReadOnlySpan<byte> json, JsonException e)
    {
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return "a JSON object is expected, not an empty payload";
        if (MissingAtEnd(json) is { } missing)
            return string.Create(CultureInfo.InvariantCulture, $"'{missing}' expected at byte {json.Length}");

        var offset = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        var what = e.Message.AsSpan();
        var tail = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (tail >= 0)
            what = what[..tail];
        return string.Create(CultureInfo.InvariantCulture, $"{what.TrimEnd('.')} at byte {offset + (e.BytePositionInLine ?? 0)}");
    }

    /// <summary>The bracket or quote that a payload cut short lacks first; null when something else is wrong with it.</summary>
    static char? MissingAtEnd(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        var isObject = 0UL; // One bit per depth: the reader stops at 64.
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    isObject |= 1UL << reader.CurrentDepth;
                else if (reader.TokenType == JsonTokenType.StartArray)
                    isObject &= ~(1UL << reader.CurrentDepth);
            }
        }
        catch (JsonException)
        {
            return null;
        }
        // What is left over is an unfinished token, or nothing at all.
        var rest = json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8);
        if (rest.StartsWith((byte)'"'))
            return '"';
        var open = reader.CurrentDepth - (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 0 : 1);
        return open < 0 ? null : (isObject >> open & 1) != 0 ? '}' : ']';
    }

    static int FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[256];
        var read = 0;
        while (Utf8.ToUtf16(bytes[read..], chars, out var consumed, out _, replaceInvalidSequences: false) == OperationStatus.DestinationTooSmall)
            read += consumed;
        Utf8.ToUtf16(bytes[read..], chars, out var last, out _, replaceInvalidSequences: false);
        return read + last;
    }
}
