using System.Buffers;
using System.Text.Json;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>
/// Which records a mapping delivers: those that match one of some patterns (AWS Lambda: "Control which events Lambda sends to your function"). Patterns may ask for
/// <c>data</c>, which must be a JSON object then, and for the record's <c>partitionKey</c>, <c>sequenceNumber</c> and the like.
/// </summary>
public sealed class FilterCriteria
{
    const string Data = "data";

    readonly IReadOnlyList<(FilterPattern Pattern, bool AsksForData)> _patterns;

    FilterCriteria(IReadOnlyList<(FilterPattern Pattern, bool AsksForData)> patterns) => _patterns = patterns;

    /// <param name="patterns">Patterns, each a JSON object as text; none lets every record pass.</param>
    /// <exception cref="FormatException">A pattern is none. The message has it and says what is wrong.</exception>
    public static FilterCriteria? Parse(IReadOnlyList<string> patterns) =>
        patterns.Count == 0 ? null : new FilterCriteria([.. patterns.Select(Parse)]);

    internal bool Matches(StreamRecord record, string shardId, string streamArn)
    {
        JsonDocument? data = null;
        var isRead = false;
        try
        {
            foreach (var (pattern, asksForData) in _patterns)
            {
                if (asksForData && !isRead)
                {
                    data = ReadData(record.Data);
                    isRead = true;
                }
                if ((!asksForData || data is not null) && IsMatch(pattern, record, shardId, streamArn, data))
                    return true;
            }
            return false;
        }
        finally
        {
            data?.Dispose();
        }
    }

    static (FilterPattern, bool) Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return (FilterPattern.Parse(json.RootElement), json.RootElement.TryGetProperty(Data, out _));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException($"The filter pattern {text} is not one: {e.Message}", e);
        }
    }

    static JsonDocument? ReadData(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool IsMatch(FilterPattern pattern, StreamRecord record, string shardId, string streamArn, JsonDocument? data)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
            json.WriteString("partitionKey"u8, record.PartitionKey);
            json.WriteString("sequenceNumber"u8, record.SequenceNumber);
            json.WriteNumber("approximateArrivalTimestamp"u8, record.ArrivalTime.ToUnixTimeMilliseconds() / 1000m);
            json.WriteString("eventID"u8, $"{shardId}:{record.SequenceNumber}");
            json.WriteString("eventSourceARN"u8, streamArn);
            if (data is not null)
            {
                json.WritePropertyName(Data);
                data.RootElement.WriteTo(json);
            }
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return pattern.Matches(document.RootElement);
    }
}
