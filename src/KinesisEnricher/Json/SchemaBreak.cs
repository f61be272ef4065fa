using System.Text.Json;

namespace KinesisEnricher.Json;

/// <summary>Says what about an event does not have its type's shape: the field, and what is allowed in it.</summary>
static class SchemaBreak
{
    const int LongestShown = 40;

    /// <summary>
    /// The same exception, its message naming the field: <c>payload.amount: an amount is expected</c>. A value shows only where a converter of this folder put it
    /// into its message; the serializer's own messages, which name types of this program, are replaced.
    /// </summary>
    /// <param name="e">What reading threw.</param>
    /// <param name="member">The member that was read by itself; null where it was the whole event.</param>
    public static JsonException NamingField(JsonException e, string? member = null)
    {
        var path = e.Path is null or "$" ? "" : e.Path.StartsWith("$.", StringComparison.Ordinal) ? e.Path["$.".Length..] : e.Path;
        var field = (member, path) switch
        {
            (null, "") => "the event",
            (null, _) => path,
            (_, "") => member,
            _ => $"{member}.{path}",
        };
        var problem = e is ConverterException ? e.Message : "the wrong kind of JSON value";
        return new JsonException($"{field}: {problem}", e);
    }

    /// <summary>What a converter throws; the serializer adds the path.</summary>
    public static JsonException Expected(string expected, JsonTokenType found) => new ConverterException($"{expected} is expected, not {NameOf(found)}");

    /// <inheritdoc cref="Expected(string, JsonTokenType)"/>
    public static JsonException Expected(string expected, string found) => new ConverterException($"{expected} is expected, not '{Shown(found)}'");

    /// <summary>A value for a message, cut short when it is long.</summary>
    public static string Shown(string value) => value.Length <= LongestShown ? value : $"{value.AsSpan(0, LongestShown)}…";

    static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    sealed class ConverterException(string message) : JsonException(message);
}
