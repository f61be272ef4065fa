using System.Text.Json;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.Inputs;

/// <summary>
/// Tells a Kinesis event from any other JSON file. The function itself takes what Lambda gives it; a person may give the wrong file, and an object without
/// <c>Records</c> would pass as an empty batch.
/// </summary>
static class KinesisEventCheck
{
    const string EventSource = "aws:kinesis";

    /// <summary>Members of a Kinesis event, those of a tumbling window included.</summary>
    static readonly string[] Members =
        ["Records", "window", "state", "shardId", "eventSourceARN", "isFinalInvokeForWindow", "isWindowTerminatedEarly"];

    /// <exception cref="InvalidKinesisEventException">The event is not JSON, not an object, or its <c>Records</c> is not a list.</exception>
    /// <exception cref="NotAKinesisEventException">It is, but another service's or no event at all.</exception>
    public static BatchSummary Check(ReadOnlySpan<byte> utf8)
    {
        var json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            throw new NotAKinesisEventException("not a Kinesis event: a JSON array, and an object with 'Records' is expected.");
        // The reader decodes in place, and the handler wants the event as it was.
        var batch = KinesisEventReader.Read(utf8.ToArray());
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var hasRecords = false;
        string? stranger = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString()!;
            reader.Read();
            if (string.Equals(member, "Records", StringComparison.OrdinalIgnoreCase))
            {
                hasRecords = true;
                CheckSources(ref reader);
            }
            else if (!Members.Contains(member, StringComparer.OrdinalIgnoreCase))
            {
                stranger ??= member;
            }
            reader.Skip();
        }
        if (!hasRecords && stranger is not null)
            throw new NotAKinesisEventException($"not a Kinesis event: it has '{stranger}' and no 'Records'.");
        return new BatchSummary([.. batch.Records.Select(r => r.Shard.ShardId).Distinct(StringComparer.Ordinal)], batch.Records.Count);
    }

    /// <param name="records">At the value of <c>Records</c>; a copy, so that the caller's reader stays there.</param>
    static void CheckSources(ref readonly Utf8JsonReader records)
    {
        var reader = records;
        if (reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                CheckSource(ref reader);
        }
    }

    static void CheckSource(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A queue's record has eventSource, a topic's EventSource.
            var isSource = string.Equals(reader.GetString(), "eventSource", StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isSource && reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(EventSource))
                throw new NotAKinesisEventException($"not a Kinesis event: its eventSource is '{reader.GetString()}', not '{EventSource}'.");
            reader.Skip();
        }
    }
}
