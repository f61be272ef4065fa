using System.Text.Json;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>A CloudEvent of a <see cref="Tick"/>, as a consumer reads it.</summary>
sealed record ReadEvent(string Id, string PartitionKey, int N)
{
    public static ReadEvent Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new(root.GetProperty("id").GetString()!, root.GetProperty("partitionkey").GetString()!, root.GetProperty("data").GetProperty("event").GetProperty("n").GetInt32());
    }

    /// <summary>Each key's events as last read, in that order: what order per key by last occurrence means.</summary>
    public static Dictionary<string, int[]> LastOccurrences(IEnumerable<ReadEvent> read) => read
        .Select((e, index) => (Event: e, index))
        .GroupBy(e => e.Event.Id)
        .Select(same => same.Last())
        .OrderBy(last => last.index)
        .GroupBy(last => last.Event.PartitionKey)
        .ToDictionary(key => key.Key, key => key.Select(last => last.Event.N).ToArray());
}
