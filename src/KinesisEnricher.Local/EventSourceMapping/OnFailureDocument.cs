using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>The document that Lambda sends to a destination on failure (AWS Lambda: "Retain discarded batch records").</summary>
public static class OnFailureDocument
{
    /// <param name="batch">What was given up.</param>
    /// <param name="withPayload">Adds the event itself as <c>payload</c>, as Lambda does for S3.</param>
    /// <returns>One line of JSON, UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(DiscardedBatch batch, bool withPayload)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("requestContext"u8);
            json.WriteString("requestId"u8, batch.LastAnswer?.RequestId ?? Guid.Empty.ToString());
            json.WriteString("functionArn"u8, batch.FunctionArn);
            json.WriteString("condition"u8, batch.Condition.ToString());
            json.WriteNumber("approximateInvokeCount"u8, batch.InvokeCount);
            json.WriteEndObject();
            if (batch.LastAnswer is { } answer)
            {
                json.WriteStartObject("responseContext"u8);
                json.WriteNumber("statusCode"u8, 200);
                json.WriteString("executedVersion"u8, "$LATEST"u8);
                json.WriteString("functionError"u8, answer.FunctionError);
                json.WriteEndObject();
            }
            json.WriteString("version"u8, "1.0"u8);
            json.WriteString("timestamp"u8, Text(batch.Time));
            json.WriteStartObject("KinesisBatchInfo"u8);
            json.WriteString("shardId"u8, batch.ShardId);
            if (batch.Records is [var first, ..] && batch.Records[^1] is var last)
            {
                json.WriteString("startSequenceNumber"u8, first.SequenceNumber.Text.Span);
                json.WriteString("endSequenceNumber"u8, last.SequenceNumber.Text.Span);
                json.WriteString("approximateArrivalOfFirstRecord"u8, Text(first.Arrival));
                json.WriteString("approximateArrivalOfLastRecord"u8, Text(last.Arrival));
            }
            json.WriteNumber("batchSize"u8, batch.Records.Count);
            json.WriteString("streamArn"u8, batch.StreamArn);
            json.WriteEndObject();
            if (withPayload)
                json.WriteString("payload"u8, batch.Event.Span);
            json.WriteEndObject();
        }
        return output.WrittenMemory;
    }

    /// <summary>The parts of shards that documents name.</summary>
    /// <param name="utf8">The documents, one after the other.</param>
    /// <param name="name">What messages call them.</param>
    /// <exception cref="InvalidDataException">The text is not such documents. The message names it.</exception>
    public static IReadOnlyList<ShardRange> ReadAll(ReadOnlySpan<byte> utf8, string name)
    {
        var ranges = new List<ShardRange>();
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using var json = JsonDocument.ParseValue(ref reader);
                ranges.Add(Read(json.RootElement));
            }
            return ranges;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: number {ranges.Count + 1} in it is not a document of a destination on failure. {e.Message}"), e);
        }
    }

    static ShardRange Read(JsonElement document)
    {
        var info = document.GetProperty("KinesisBatchInfo"u8);
        return new ShardRange(
            Text(info, "streamArn"), Text(info, "shardId"), Text(info, "startSequenceNumber"), Text(info, "endSequenceNumber"),
            Text(document.GetProperty("requestContext"u8), "condition"));
    }

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
