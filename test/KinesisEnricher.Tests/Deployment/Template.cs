using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KinesisEnricher.Tests.Readme;

namespace KinesisEnricher.Tests.Deployment;

/// <summary><c>serverless.template</c>, as the tests read it.</summary>
static partial class Template
{
    public static JsonElement Root { get; } = JsonDocument.Parse(Repository.Read("serverless.template")).RootElement;

    public static JsonElement Parameters => Root.GetProperty("Parameters");

    public static JsonElement Resources => Root.GetProperty("Resources");

    /// <summary>The properties of the function.</summary>
    public static JsonElement Function => Properties("Enricher");

    /// <summary>The properties of its Kinesis event.</summary>
    public static JsonElement Event => Function.GetProperty("Events").GetProperty("Input").GetProperty("Properties");

    public static JsonElement Properties(string resource) => Resources.GetProperty(resource).GetProperty("Properties");

    public static IEnumerable<(string Name, JsonElement Properties)> OfType(string type) =>
        from resource in Resources.EnumerateObject()
        where resource.Value.GetProperty("Type").GetString() == type
        select (resource.Name, resource.Value.GetProperty("Properties"));

    /// <summary>Every value that a property can have: a literal, a parameter's allowed values or its default, and both sides of a condition.</summary>
    public static IEnumerable<string> ValuesOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return [value.ToString()];
        if (value.TryGetProperty("Fn::If", out var sides))
            return ValuesOf(sides[1]).Concat(ValuesOf(sides[2]));
        if (value.TryGetProperty("Ref", out var name) && Parameters.TryGetProperty(name.GetString()!, out var parameter))
            return parameter.TryGetProperty("AllowedValues", out var allowed) ? allowed.EnumerateArray().Select(each => each.ToString()) : [parameter.GetProperty("Default").ToString()];
        return [value.GetRawText()];
    }

    /// <summary>A property with the parameters at their defaults, where that makes it a plain text.</summary>
    public static string Default(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return value.ToString();
        if (value.TryGetProperty("Fn::If", out var sides))
            return Default(sides[Holds(sides[0].GetString()!) ? 1 : 2]);
        if (value.TryGetProperty("Fn::Sub", out var text))
            return Substituted().Replace(text.GetString()!, match => Default(Parameters.GetProperty(match.Groups[1].Value).GetProperty("Default")));
        return Default(Parameters.GetProperty(value.GetProperty("Ref").GetString()!).GetProperty("Default"));
    }

    /// <summary>The statements of a policy of a role, those under conditions too.</summary>
    public static IEnumerable<JsonElement> Statements(string role, string policy) =>
        Properties(role).GetProperty("Policies").EnumerateArray()
            .Single(each => each.GetProperty("PolicyName").GetString() == policy)
            .GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()
            .Select(statement => statement.TryGetProperty("Fn::If", out var sides) ? sides[1] : statement);

    public static IEnumerable<string> Actions(JsonElement statement) => TextsOf(statement.GetProperty("Action"));

    /// <summary>A text, or an array of texts.</summary>
    public static IEnumerable<string> TextsOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(each => each.GetString()!) : [value.GetString()!];

    /// <summary>What the template refers to by name, and how: <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c>, <c>Condition</c> or <c>Fn::If</c>.</summary>
    public static IEnumerable<(string How, string Name)> References(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
            return node.EnumerateArray().SelectMany(References);
        if (node.ValueKind != JsonValueKind.Object)
            return [];
        return node.EnumerateObject().SelectMany(member => (member.Name, member.Value.ValueKind) switch
        {
            ("Ref" or "Condition", JsonValueKind.String) => [(member.Name, member.Value.GetString()!)],
            ("Fn::GetAtt", _) => [(member.Name, member.Value[0].GetString()!)],
            ("Fn::Sub", _) => Substituted().Matches(member.Value.GetString()!).Select(match => (member.Name, match.Groups[1].Value.Split('.')[0])),
            ("Fn::If", _) => References(member.Value).Append((member.Name, member.Value[0].GetString()!)),
            _ => References(member.Value),
        });
    }

    public static int Number(JsonElement value) => int.Parse(Default(value), CultureInfo.InvariantCulture);

    /// <summary>Whether a condition that compares a parameter with a text holds at the defaults.</summary>
    static bool Holds(string condition)
    {
        var sides = Root.GetProperty("Conditions").GetProperty(condition).GetProperty("Fn::Equals");
        return Default(sides[0]) == Default(sides[1]);
    }

    [GeneratedRegex(@"\$\{([A-Za-z0-9:.]+)\}")]
    private static partial Regex Substituted();
}
