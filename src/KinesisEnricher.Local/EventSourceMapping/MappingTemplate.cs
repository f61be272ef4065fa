using System.Text.Json;
using System.Text.RegularExpressions;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What a SAM template says of a function and of the mapping that drives it.</summary>
/// <param name="FunctionName">The function's name, with the parameters' defaults.</param>
/// <param name="Timeout">Its time-out; null where the template has none.</param>
/// <param name="Event">The properties of its Kinesis event.</param>
sealed partial record MappingTemplate(string FunctionName, TimeSpan? Timeout, IReadOnlyDictionary<string, JsonElement> Event)
{
    /// <param name="path">The template, JSON.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="UsageException">It cannot be read, or has no Kinesis event. The message names it.</exception>
    public static MappingTemplate Read(string path, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var parameters = json.RootElement.TryGetProperty("Parameters"u8, out var declared) ? declared : default;
            foreach (var resource in json.RootElement.GetProperty("Resources"u8).EnumerateObject())
            {
                if (TextOf(resource.Value, "Type") == "AWS::Serverless::Function" && resource.Value.TryGetProperty("Properties"u8, out var function)
                    && KinesisEventOf(function) is { } properties)
                {
                    return new MappingTemplate(
                        function.TryGetProperty("FunctionName"u8, out var named) && Resolve(named, parameters) is { ValueKind: JsonValueKind.String } text
                            ? text.GetString()! : resource.Name,
                        function.TryGetProperty("Timeout"u8, out var timeout) && Resolve(timeout, parameters) is { ValueKind: JsonValueKind.Number } seconds
                            ? TimeSpan.FromSeconds(seconds.GetDouble()) : null,
                        properties.EnumerateObject().Select(p => (p.Name, Value: Resolve(p.Value, parameters))).Where(p => p.Value is not null)
                            .ToDictionary(p => p.Name, p => p.Value!.Value, StringComparer.Ordinal));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: cannot be read. {e.Message} Name another with --template.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new UsageException($"{name}: not a template in JSON. {e.Message}", e);
        }
        throw new UsageException($"{name}: no function in it has an event of the type Kinesis.");
    }

    static JsonElement? KinesisEventOf(JsonElement function)
    {
        if (!function.TryGetProperty("Events"u8, out var events))
            return null;
        foreach (var e in events.EnumerateObject())
        {
            if (TextOf(e.Value, "Type") == "Kinesis" && e.Value.TryGetProperty("Properties"u8, out var properties))
                return properties;
        }
        return null;
    }

    /// <summary>A value as it stands, or a parameter's default; null for what only a deployment knows.</summary>
    static JsonElement? Resolve(JsonElement value, JsonElement parameters)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return value.Clone();
        if (TextOf(value, "Ref") is { } parameter)
            return DefaultOf(parameter, parameters);
        if (TextOf(value, "Fn::Sub") is { } text)
        {
            var isKnown = true;
            var resolved = Placeholder().Replace(text, match =>
            {
                var known = DefaultOf(match.Groups[1].Value, parameters);
                isKnown &= known is not null;
                return known?.ToString() ?? "";
            });
            return isKnown ? JsonSerializer.SerializeToElement(resolved, TemplateJson.Default.String) : null;
        }
        return value.EnumerateObject().Any(p => p.Name == "Condition" || p.Name.StartsWith("Fn::", StringComparison.Ordinal)) ? null : value.Clone();
    }

    static JsonElement? DefaultOf(string parameter, JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(parameter, out var declared) && declared.TryGetProperty("Default"u8, out var value)
            ? value.Clone() : null;

    static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"\$\{([^}]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
