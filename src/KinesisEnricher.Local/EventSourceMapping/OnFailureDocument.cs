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

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
