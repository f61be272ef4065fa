using System.Globalization;
using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.DynamoDb;

/// <summary>Makes JSON objects that an item can hold.</summary>
static class JsonObjects
{
    static readonly string[] Texts = ["", " ", "a", "\"", "\\", "\u0000", "\u001f", "é", "日本", "🙂", "null", "1.50", "#", new('x', 300)];

    public static JsonObject Next(Random random, int depth = 0)
    {
        var json = new JsonObject();
        for (var i = random.Next(6); i > 0; i--)
            json[Name(random)] = Value(random, depth);
        return json;
    }

    static string Name(Random random) => $"{Texts[random.Next(1, Texts.Length)]}{random.Next(100)}";

    static JsonNode? Value(Random random, int depth) => random.Next(depth < 4 ? 8 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        3 => JsonValue.Create(random.NextInt64(long.MinValue, long.MaxValue)),
        4 => JsonNode.Parse(Number(random)),
        5 or 6 => Next(random, depth + 1),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
    };

    static string Number(Random random)
    {
        var digits = string.Concat(Enumerable.Range(0, random.Next(1, 38)).Select(_ => random.Next(10))).TrimStart('0');
        var sign = random.Next(2) == 0 ? "-" : "";
        var exponent = random.Next(3) == 0 ? string.Create(CultureInfo.InvariantCulture, $"e{random.Next(-80, 80)}") : "";
        return digits.Length == 0 ? "0" : $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}{exponent}";
    }
}
