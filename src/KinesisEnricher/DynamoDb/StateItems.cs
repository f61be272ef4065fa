using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.DynamoDb;

/// <summary>State items as DynamoDB has them.</summary>
static class StateItems
{
    /// <exception cref="FormatException">DynamoDB cannot hold the item.</exception>
    public static Dictionary<string, AttributeValue> ToAttributes(StateItem item)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            [AttributeNames.Key] = new() { S = item.Key },
            [AttributeNames.Version] = Number(item.Version),
            [AttributeNames.Rev] = Number(item.Rev),
            [AttributeNames.Marks] = new() { L = ToAttributes(item.Marks), IsLSet = true },
        };
        try
        {
            AttributeJson.AddFields(attributes, item.Fields.Span);
        }
        catch (FormatException e)
        {
            throw new FormatException($"Item {item.Key} cannot be stored. {e.Message}", e);
        }
        return attributes;
    }

    /// <exception cref="FormatException">The item is not one that this function wrote.</exception>
    public static StateItem FromAttributes(string key, Dictionary<string, AttributeValue> attributes)
    {
        var version = Number(attributes, AttributeNames.Version);
        var rev = Number(attributes, AttributeNames.Rev);
        if (version is null or < 0 or > int.MaxValue || rev is null or < 1 || !attributes.TryGetValue(AttributeNames.Marks, out var marks) || !marks.IsLSet)
            throw new FormatException($"Item {key} was not written by this function: it needs the numbers {AttributeNames.Version} and {AttributeNames.Rev}, and the list {AttributeNames.Marks}.");
        try
        {
            return new StateItem(key, rev.Value, (int)version.Value, Marks.From(marks.L.Select(ToMark)), AttributeJson.FieldsOf(attributes));
        }
        catch (FormatException e)
        {
            throw new FormatException($"Item {key} has a mark that cannot be read. {e.Message}", e);
        }
    }

    public static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    static long? Number(Dictionary<string, AttributeValue> attributes, string name) =>
        attributes.TryGetValue(name, out var value) && long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    static List<AttributeValue> ToAttributes(Marks marks)
    {
        var attributes = new List<AttributeValue>(marks.Entries.Count);
        foreach (var mark in marks.Entries)
            attributes.Add(ToAttribute(mark));
        return attributes;
    }

    static AttributeValue ToAttribute(Mark mark) => new()
    {
        M = new(StringComparer.Ordinal)
        {
            [AttributeNames.MarkSource] = new() { S = mark.Source },
            [AttributeNames.MarkPosition] = new() { S = mark.Position.ToString() },
        },
    };

    static Mark ToMark(AttributeValue value) =>
        value.M is { } mark && mark.TryGetValue(AttributeNames.MarkSource, out var source) && mark.TryGetValue(AttributeNames.MarkPosition, out var at)
        && source.S is not null && at.S is not null
            ? new Mark(source.S, Position.Parse(at.S))
            : throw new FormatException($"'{AttributeNames.MarkSource}' and '{AttributeNames.MarkPosition}' are expected, both text.");
}
