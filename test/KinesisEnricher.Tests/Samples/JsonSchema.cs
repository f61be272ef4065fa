using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KinesisEnricher.Tests.Samples;

/// <summary>
/// As much of JSON Schema, draft 2020-12, as the schemas of <c>events/schemas/</c> use: enough to tell whether an event fits. A keyword that it does not know
/// is an error, so that none is passed over in silence.
/// </summary>
sealed class JsonSchema
{
    delegate IEnumerable<string> Rule(JsonSchema schema, JsonElement keyword, JsonElement owner, JsonElement value, string path);

    static readonly HashSet<string> Annotations = new(StringComparer.Ordinal) { "$schema", "$defs", "$comment", "title", "description", "examples" };

    static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["$ref"] = (schema, keyword, _, value, path) => schema.Referred(keyword.GetString()!) is var (file, target) ? file.Check(target, value, path) : [],
        ["type"] = (_, keyword, _, value, path) => Check(Each(keyword).Any(type => IsOf(type.GetString()!, value)), path, $"type {keyword}"),
        ["enum"] = (_, keyword, _, value, path) => Check(keyword.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), path, $"one of {keyword}"),
        ["const"] = (_, keyword, _, value, path) => Check(JsonElement.DeepEquals(keyword, value), path, keyword.GetRawText()),
        ["anyOf"] = (schema, keyword, _, value, path) => Check(schema.Fitting(keyword, value, path) > 0, path, "any of the alternatives"),
        ["oneOf"] = (schema, keyword, _, value, path) => Check(schema.Fitting(keyword, value, path) == 1, path, "exactly one of the alternatives"),
        ["allOf"] = (schema, keyword, _, value, path) => keyword.EnumerateArray().SelectMany(one => schema.Check(one, value, path)),
        ["not"] = (schema, keyword, _, value, path) => Check(schema.Check(keyword, value, path).Any(), path, $"not {keyword}"),
        ["required"] = (_, keyword, _, value, path) => value.ValueKind != JsonValueKind.Object
            ? []
            : keyword.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}.{name}: required"),
        ["properties"] = (schema, keyword, _, value, path) => value.ValueKind != JsonValueKind.Object
            ? []
            : keyword.EnumerateObject()
                .Where(p => value.TryGetProperty(p.Name, out _))
                .SelectMany(p => schema.Check(p.Value, value.GetProperty(p.Name), $"{path}.{p.Name}")),
        ["additionalProperties"] = (schema, keyword, owner, value, path) => value.ValueKind != JsonValueKind.Object
            ? []
            : value.EnumerateObject()
                .Where(p => !owner.TryGetProperty("properties", out var known) || !known.TryGetProperty(p.Name, out _))
                .SelectMany(p => schema.Check(keyword, p.Value, $"{path}.{p.Name}")),
        ["items"] = (schema, keyword, _, value, path) => value.ValueKind != JsonValueKind.Array
            ? []
            : value.EnumerateArray().SelectMany((item, i) => schema.Check(keyword, item, $"{path}[{i}]")),
        ["minItems"] = (_, keyword, _, value, path) =>
            Check(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.GetInt32(), path, $"{keyword} or more items"),
        ["minLength"] = (_, keyword, _, value, path) =>
            Check(LengthOf(value) is not { } length || length >= keyword.GetInt32(), path, $"{keyword} or more characters"),
        ["maxLength"] = (_, keyword, _, value, path) =>
            Check(LengthOf(value) is not { } length || length <= keyword.GetInt32(), path, $"{keyword} or fewer characters"),
        ["pattern"] = (_, keyword, _, value, path) => Check(
            value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.GetString()!, RegexOptions.ECMAScript),
            path,
            $"a text like {keyword}"),
        ["minimum"] = (_, keyword, _, value, path) =>
            Check(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.GetDecimal(), path, $"{keyword} or more"),
        ["maximum"] = (_, keyword, _, value, path) =>
            Check(value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= keyword.GetDecimal(), path, $"{keyword} or less"),
    };

    readonly JsonElement _root;
    readonly Func<string, JsonSchema> _open;

    /// <param name="json">The schema.</param>
    /// <param name="open">Opens another schema by the name that a <c>$ref</c> has it under.</param>
    /// <exception cref="NotSupportedException">There is a keyword in it that this validator does not know.</exception>
    public JsonSchema(string json, Func<string, JsonSchema>? open = null)
    {
        using var document = JsonDocument.Parse(json);
        _root = document.RootElement.Clone();
        _open = open ?? (name => throw new NotSupportedException($"No schema '{name}'."));
        CheckKeywords(_root);
    }

    /// <summary>Opens a file; the schemas that it refers to lie beside it.</summary>
    public static JsonSchema Open(string path) =>
        new(File.ReadAllText(path, Encoding.UTF8), name => Open(Path.Combine(Path.GetDirectoryName(path)!, name)));

    /// <returns>What does not fit; nothing when all does.</returns>
    public IReadOnlyList<string> Check(JsonElement value) => [.. Check(_root, value, "$")];

    IEnumerable<string> Check(JsonElement schema, JsonElement value, string path) => schema.ValueKind == JsonValueKind.Object
        ? schema.EnumerateObject()
            .Where(keyword => Rules.ContainsKey(keyword.Name))
            .SelectMany(keyword => Rules[keyword.Name](this, keyword.Value, schema, value, path))
        : Check(schema.ValueKind == JsonValueKind.True, path, "nothing");

    static IEnumerable<string> Check(bool fits, string path, string expected) => fits ? [] : [$"{path}: {expected} expected"];

    int Fitting(JsonElement alternatives, JsonElement value, string path) => alternatives.EnumerateArray().Count(one => !Check(one, value, path).Any());

    /// <summary>All of them, also those that no event reaches.</summary>
    static void CheckKeywords(JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Rules.ContainsKey(keyword.Name) && !Annotations.Contains(keyword.Name))
                throw new NotSupportedException($"Keyword '{keyword.Name}' is not known.");
            IEnumerable<JsonElement> inner = keyword.Name switch
            {
                "properties" or "$defs" => keyword.Value.EnumerateObject().Select(one => one.Value),
                "anyOf" or "oneOf" or "allOf" => keyword.Value.EnumerateArray(),
                "items" or "additionalProperties" or "not" => [keyword.Value],
                _ => [],
            };
            foreach (var one in inner)
                CheckKeywords(one);
        }
    }

    (JsonSchema File, JsonElement Target) Referred(string reference)
    {
        var (name, pointer) = reference.IndexOf('#') is >= 0 and var hash ? (reference[..hash], reference[(hash + 1)..]) : (reference, "");
        var file = name.Length == 0 ? this : _open(name);
        return (file, pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(file._root, (element, part) => element.GetProperty(part)));
    }

    static IEnumerable<JsonElement> Each(JsonElement oneOrMany) => oneOrMany.ValueKind == JsonValueKind.Array ? oneOrMany.EnumerateArray() : [oneOrMany];

    static int? LengthOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? new StringInfo(value.GetString()!).LengthInTextElements : null;

    static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.IsInteger(number),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"Type '{type}' is not known."),
    };
}
