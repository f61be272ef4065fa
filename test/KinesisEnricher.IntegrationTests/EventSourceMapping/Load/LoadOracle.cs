using System.Globalization;
using System.Text.Json;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>
/// What must have come of a load by what its own making says, without a line of the function: counts, last states, ids, inputs, what is kept, and order where the
/// family's events have one.
/// </summary>
static class LoadOracle
{
    public static void Check(MixedLoad load, EndResult result, string name)
    {
        CheckItems(load, result, name);
        CheckOutput(load, result, name);
        CheckOrder(result, name);
        CheckQuarantine(load, result, name);
    }

    static void CheckItems(MixedLoad load, EndResult result, string name)
    {
        var expected = load.Items.ToDictionary(StringComparer.Ordinal);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), result.Items.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, fields) in expected)
        {
            foreach (var (field, value) in fields)
            {
                var stored = field.Split('.').Aggregate(result.Items[key], (json, part) => json.GetProperty(part));
                object actual = stored.ValueKind == JsonValueKind.Number ? stored.GetDecimal() : stored.GetString()!;
                Assert.True(value.Equals(actual), $"{name}: {field} of {key} is {actual}; it should be {value}. {result.Items[key]}");
            }
        }
    }

    static void CheckOutput(MixedLoad load, EndResult result, string name)
    {
        var sent = load.Sent.Where(e => e.Fate == Fate.PutOut).ToLookup(e => e.Id is not null);
        var inputs = sent[true].DistinctBy(e => e.Id).ToDictionary(e => e.Id!, TextOf);
        var named = result.LastOccurrences.ToLookup(e => inputs.ContainsKey(e.Id));
        Assert.Empty(inputs.Keys.Except(named[true].Select(e => e.Id)).Select(id => $"{name}: {id} did not go out."));
        foreach (var e in named[true])
            Assert.True(inputs[e.Id] == Normal(e.Input), $"{name}: {e.Json} should hold {inputs[e.Id]}");

        // Without an id of its own, each place on the stream is an event.
        Assert.Equal(sent[false].Select(TextOf).Order(StringComparer.Ordinal), named[false].Select(e => Normal(e.Input)).Order(StringComparer.Ordinal));
        Assert.All(named[false], e => Assert.Matches(@"^shardId-\d+:\d+:\d+$", e.Id));
    }

    /// <summary>A limit's and a turbine's events tell by their time in which order they happened, and a late one that it is.</summary>
    static void CheckOrder(EndResult result, string name)
    {
        var ordered = result.LastOccurrences.Where(e => !e.IsLate && e.IsOfOneEntity).GroupBy(e => e.Subject).ToList();
        Assert.NotEmpty(ordered);
        foreach (var subject in ordered)
        {
            var times = subject.Select(e => DateTimeOffset.Parse(e.Time, CultureInfo.InvariantCulture)).ToList();
            Assert.True(times.SequenceEqual(times.Order()), $"{name}: {subject.Key} is out of order.");
        }
    }

    static void CheckQuarantine(MixedLoad load, EndResult result, string name)
    {
        var sent = load.Sent.Where(e => e.Fate == Fate.Quarantined).Select(e => Described(e.PartitionKey, e.Data)).Order(StringComparer.Ordinal).ToList();
        var kept = result.Quarantined.Select(q => Described(q.PartitionKey, q.Data)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(sent);
        Assert.True(sent.SequenceEqual(kept), $"{name}: {sent.Count} poison records were sent, and {kept.Count} are kept.");
        Assert.Distinct(result.Quarantined.Select(q => (q.Shard, q.Position)));
    }

    static string Described(string partitionKey, ReadOnlyMemory<byte> data) => $"{partitionKey} {Convert.ToBase64String(data.Span)}";

    static string TextOf(LoadEvent e) => Normal(JsonDocument.Parse(e.Data).RootElement);

    static string Normal(JsonElement json) => JsonSerializer.Serialize(json);
}
