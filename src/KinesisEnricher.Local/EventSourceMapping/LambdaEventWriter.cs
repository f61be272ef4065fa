using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Writes Lambda events of a stream as Lambda delivers them (AWS Lambda: "Using Lambda to process records from Amazon Kinesis Data Streams").</summary>
/// <param name="streamArn">The records' source.</param>
public sealed class LambdaEventWriter(string streamArn)
{
    /// <summary>The largest event that Lambda delivers, in bytes.</summary>
    public const int MaxEventBytes = 6 * 1024 * 1024;

    /// <summary>What an event has around its records, at most, state aside.</summary>
    public const int EnvelopeBytes = 1024;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string _region = streamArn.Split(':') is [_, _, _, { Length: > 0 } region, ..] ? region : "us-east-1";
    readonly string _account = streamArn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : "000000000000";

    /// <summary>A record as an element of <c>Records</c>.</summary>
    public MappedRecord Map(string shardId, StreamRecord record)
    {
        var output = new ArrayBufferWriter<byte>((record.Data.Length * 4 / 3) + 1024);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("kinesis"u8);
            json.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
            json.WriteString("partitionKey"u8, record.PartitionKey);
            json.WriteString("sequenceNumber"u8, record.SequenceNumber);
            json.WriteBase64String("data"u8, record.Data.Span);
            json.WriteNumber("approximateArrivalTimestamp"u8, (record.ArrivalTime - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / 1000m);
            if (record.EncryptionType is { } encryption and not "NONE")
                json.WriteString("encryptionType"u8, encryption);
            json.WriteEndObject();
            json.WriteString("eventSource"u8, "aws:kinesis"u8);
            json.WriteString("eventVersion"u8, "1.0"u8);
            json.WriteString("eventID"u8, $"{shardId}:{record.SequenceNumber}");
            json.WriteString("eventName"u8, "aws:kinesis:record"u8);
            json.WriteString("invokeIdentityArn"u8, $"arn:aws:iam::{_account}:role/local");
            json.WriteString("awsRegion"u8, _region);
            json.WriteString("eventSourceARN"u8, streamArn);
            json.WriteEndObject();
        }
        return new MappedRecord(SequenceNumber.Parse(record.SequenceNumber), record.PartitionKey, record.ArrivalTime, output.WrittenMemory);
    }

    /// <summary>An event of these records.</summary>
    /// <param name="shardId">Their shard.</param>
    /// <param name="records">None for the last event of a window.</param>
    /// <param name="window">The window that they belong to; null without windows.</param>
    public ReadOnlyMemory<byte> Write(string shardId, IReadOnlyList<MappedRecord> records, WindowPass? window)
    {
        var output = new ArrayBufferWriter<byte>(records.Sum(r => r.Json.Length + 1) + EnvelopeBytes + (window?.State.Length ?? 0));
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("Records"u8);
            foreach (var record in records)
                json.WriteRawValue(record.Json.Span, skipInputValidation: true);
            json.WriteEndArray();
            if (window is not null)
            {
                json.WriteStartObject("window"u8);
                json.WriteString("start"u8, Text(window.Start));
                json.WriteString("end"u8, Text(window.End));
                json.WriteEndObject();
                json.WritePropertyName("state"u8);
                json.WriteRawValue(window.State.Span, skipInputValidation: true);
                json.WriteString("shardId"u8, shardId);
                json.WriteString("eventSourceARN"u8, streamArn);
                json.WriteBoolean("isFinalInvokeForWindow"u8, window.IsFinal);
                json.WriteBoolean("isWindowTerminatedEarly"u8, window.IsTerminatedEarly);
            }
            json.WriteEndObject();
        }
        return output.WrittenMemory;
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
