using System.Text.Json;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A pattern over a JSON object: every field that it names must match, and one of the alternatives of its <c>$or</c>.</summary>
sealed class FilterPattern
{
    const string Or = "$or";

    readonly List<(string Field, Func<JsonElement?, bool> Test)> _fields = [];
    IReadOnlyList<FilterPattern> _alternatives = [];

    /// <exception cref="FormatException">It is not a pattern; the message says why.</exception>
    public static FilterPattern Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("a pattern is a JSON object.");
        var pattern = new FilterPattern();
        foreach (var field in json.EnumerateObject())
        {
            if (field.NameEquals(Or) && field.Value.ValueKind == JsonValueKind.Array)
                pattern._alternatives = [.. field.Value.EnumerateArray().Select(Parse)];
            else
                pattern._fields.Add((field.Name, TestOf(field)));
        }
        return pattern;
    }

    public bool Matches(JsonElement json) =>
        _fields.All(field => field.Test(json.TryGetProperty(field.Field, out var value) ? value : null))
        && (_alternatives.Count == 0 || _alternatives.Any(alternative => alternative.Matches(json)));

    static Func<JsonElement?, bool> TestOf(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Array)
        {
            FilterRule[] rules = [.. field.Value.EnumerateArray().Select(FilterRule.Parse)];
            return rules.Length > 0 ? value => rules.Any(rule => rule.Matches(value)) : throw new FormatException($"'{field.Name}' has an empty list.");
        }
        if (field.Value.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{field.Name}' must be a list of values, or an object.");
        var inner = Parse(field.Value);
        return value => MatchesInner(inner, value);
    }

    /// <summary>A field that is missing is as good as an empty object: what is inside may be asked not to exist. Of an array, one element is enough.</summary>
    static bool MatchesInner(FilterPattern inner, JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } json => inner.Matches(json),
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Any(element => MatchesInner(inner, element)),
        _ => inner._fields.All(field => field.Test(null)) && inner._alternatives.Count == 0,
    };
}
