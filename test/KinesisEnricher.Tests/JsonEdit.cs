using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests;

/// <summary>Changes one member of an event, so that a test shows only what it is about.</summary>
static class JsonEdit
{
    /// <summary>
    /// A copy of the event, as text, with one member of it, <c>payload.amount</c> or <c>entities.0.vin</c> for example, set to a JSON value; null takes the
    /// member away.
    /// </summary>
    public static string With(this JsonObject e, string path, string? json)
    {
        var copy = (JsonObject)e.DeepClone();
        var names = path.Split('.');
        var parent = names[..^1].Aggregate((JsonNode)copy, (node, name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!);
        if (parent is JsonArray list)
            list[int.Parse(names[^1])] = JsonNode.Parse(json!);
        else if (json is null)
            ((JsonObject)parent).Remove(names[^1]);
        else
            parent[names[^1]] = JsonNode.Parse(json);
        return copy.ToJsonString();
    }
}
