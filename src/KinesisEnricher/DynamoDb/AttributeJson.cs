using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace KinesisEnricher.DynamoDb;

/// <summary>
/// JSON objects as native attributes and back, so that a person can read and query them: text is S, a number N, and so on. Values survive both ways; a number
/// is the same number, not always the same text (DynamoDB stores 1.50 as 1.5), and members have no order.
/// </summary>
static class AttributeJson
{
    /// <summary>Significant digits that DynamoDB keeps.</summary>
    const int MaxDigits = 38;

    /// <summary>Levels of lists and maps that DynamoDB takes.</summary>
    const int MaxDepth = 32;

    /// <summary>Magnitudes that DynamoDB takes are below ten to this plus one, and from ten to <see cref="MinExponent"/> up.</summary>
    const int MaxExponent = 125;
    const int MinExponent = -130;

    /// <summary>Adds the members of a JSON object to an item.</summary>
    /// <exception cref="FormatException">DynamoDB cannot hold the object, or a member has a name that the item needs for itself.</exception>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static void AddFields(Dictionary<string, AttributeValue> item, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"An item's fields must be a JSON object, not {reader.TokenType}.");
        while (ReadName(ref reader) is { } name)
        {
            if (AttributeNames.IsReserved(name))
                throw new FormatException($"A field must not be called '{name}': items have an attribute of that name for themselves.");
            Add(item, name, ReadValue(ref reader));
        }
        reader.Read();
    }

    /// <summary>An item's bytes as DynamoDB counts them: names and values, and 3 bytes for a list or map with 1 for each of what is in it. Numbers are rounded up.</summary>
    public static int SizeOf(Dictionary<string, AttributeValue> item) => item.Sum(member => Encoding.UTF8.GetByteCount(member.Key) + SizeOf(member.Value));

    static int SizeOf(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => number.Length / 2 + 2,
        { IsLSet: true, L: var list } => 3 + list.Sum(element => 1 + SizeOf(element)),
        { IsMSet: true, M: var map } => 3 + map.Count + SizeOf(map),
        _ => 1,
    };

    /// <summary>Writes an item's fields as a JSON object.</summary>
    public static byte[] FieldsOf(Dictionary<string, AttributeValue> item)
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in item)
            {
                if (AttributeNames.IsReserved(name))
                    continue;
                writer.WritePropertyName(name);
                Write(writer, value);
            }
            writer.WriteEndObject();
        }
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Goes to the next member's value and gives its name; null at the end of the object.</summary>
    static string? ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        var name = reader.GetString()!;
        if (name.Length == 0)
            throw new FormatException("A field must have a name: DynamoDB has no attribute without one.");
        reader.Read();
        return name;
    }

    static AttributeValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new AttributeValue { S = reader.GetString() };
            case JsonTokenType.Number:
                var number = Encoding.UTF8.GetString(reader.ValueSpan);
                Check(number);
                return new AttributeValue { N = number };
            case JsonTokenType.True or JsonTokenType.False:
                return new AttributeValue { BOOL = reader.TokenType == JsonTokenType.True };
            case JsonTokenType.StartArray:
                var list = new List<AttributeValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(ReadValue(ref reader));
                return new AttributeValue { L = list, IsLSet = true };
            case JsonTokenType.StartObject:
                var map = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
                while (ReadName(ref reader) is { } name)
                    Add(map, name, ReadValue(ref reader));
                return new AttributeValue { M = map, IsMSet = true };
            default:
                return new AttributeValue { NULL = true };
        }
    }

    static void Add(Dictionary<string, AttributeValue> map, string name, AttributeValue value)
    {
        if (!map.TryAdd(name, value))
            throw new FormatException($"The field '{name}' is there twice.");
    }

    static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        if (value.S is { } text)
            writer.WriteStringValue(text);
        else if (value.N is { } number)
            writer.WriteRawValue(number); // DynamoDB writes numbers as JSON does.
        else if (value.BOOL is { } flag)
            writer.WriteBooleanValue(flag);
        else if (value.IsMSet)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in value.M)
            {
                writer.WritePropertyName(name);
                Write(writer, member);
            }
            writer.WriteEndObject();
        }
        else if (value.IsLSet)
            WriteArray(writer, value.L, Write);
        else if (value.IsSSSet)
            WriteArray(writer, value.SS, static (writer, text) => writer.WriteStringValue(text));
        else if (value.IsNSSet)
            WriteArray(writer, value.NS, static (writer, number) => writer.WriteRawValue(number));
        else if (value.B is { } bytes)
            writer.WriteBase64StringValue(bytes.ToArray());
        else if (value.IsBSSet)
            WriteArray(writer, value.BS, static (writer, bytes) => writer.WriteBase64StringValue(bytes.ToArray()));
        else
            writer.WriteNullValue();
    }

    static void WriteArray<T>(Utf8JsonWriter writer, List<T> values, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var value in values)
            write(writer, value);
        writer.WriteEndArray();
    }

    /// <summary>DynamoDB would refuse the number with a message that does not name it, or, other implementations, round it.</summary>
    static void Check(string number)
    {
        var e = number.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? number.AsSpan() : number.AsSpan(0, e);
        var exponent = 0;
        var tooFar = e >= 0 && !int.TryParse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);

        // Digits from the first that counts to the last, and the power of ten that the first stands for.
        int first = -1, last = -1, place = 0, point = -1;
        foreach (var c in mantissa)
        {
            if (c == '.')
                point = place;
            if (c is < '0' or > '9')
                continue;
            if (c != '0')
                (first, last) = (first < 0 ? place : first, place);
            place++;
        }
        if (first < 0)
            return; // Zero, whatever its exponent.
        var magnitude = (point < 0 ? place : point) - 1L - first + exponent;
        if (tooFar || last - first + 1 > MaxDigits || magnitude is > MaxExponent or < MinExponent)
            throw new FormatException($"DynamoDB cannot hold the number {number}: it keeps {MaxDigits} digits, from 1E{MinExponent} to 9.9E+{MaxExponent}.");
    }
}
