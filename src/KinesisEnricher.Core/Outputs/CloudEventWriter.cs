using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Outputs;

/// <summary>
/// Writes an enriched event as a CloudEvent 1.0 in structured JSON, on one line: the same event with the same enrichment gives the same bytes. Extensions:
/// <c>partitionkey</c>, the user's; <c>sequence</c>, the position. Not for concurrent use.
/// </summary>
sealed class CloudEventWriter
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly ArrayBufferWriter<byte> _output = new(2048);
    readonly ArrayBufferWriter<byte> _scratch = new(1024);
    readonly Utf8JsonWriter _writer;
    readonly Utf8JsonWriter _scratchWriter;

    public CloudEventWriter()
    {
        _writer = new Utf8JsonWriter(_output, Options);
        _scratchWriter = new Utf8JsonWriter(_scratch, Options);
    }

    public byte[] Write(string family, in Record<object> record, string id, DateTimeOffset? time, string? subject, Enrichment.Value enrichment)
    {
        _output.ResetWrittenCount();
        _writer.Reset(_output);
        _writer.WriteStartObject();
        _writer.WriteString("id"u8, id);
        _writer.WriteString("type"u8, $"{family}.{record.Type}");
        _writer.WriteString("source"u8, record.Shard.StreamArn);
        _writer.WriteString("specversion"u8, "1.0"u8);
        if (subject is not null)
            _writer.WriteString("subject"u8, subject);
        if (time is { } moment)
            _writer.WriteString("time"u8, moment.UtcDateTime);
        _writer.WriteString("datacontenttype"u8, "application/json"u8);
        _writer.WriteString("partitionkey"u8, record.PartitionKey);
        _writer.WriteString("sequence"u8, record.Position.ToString());
        _writer.WriteStartObject("data"u8);
        _writer.WritePropertyName("event"u8);
        WriteOnOneLine(record.Payload.Span);
        _writer.WritePropertyName("enrichment"u8);
        if (enrichment.Late)
            WriteLate(enrichment);
        else
            enrichment.Write(_writer);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.Flush();
        return _output.WrittenSpan.ToArray();
    }

    /// <summary>The event as received. Line breaks in valid JSON lie between tokens only, so they can go.</summary>
    void WriteOnOneLine(ReadOnlySpan<byte> json)
    {
        json = json.Trim(" \t\r\n"u8);
        if (!json.ContainsAny((byte)'\r', (byte)'\n'))
        {
            _writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }
        _scratch.ResetWrittenCount();
        while (!json.IsEmpty)
        {
            var end = json.IndexOfAny((byte)'\r', (byte)'\n');
            _scratch.Write(end < 0 ? json : json[..end]);
            json = end < 0 ? [] : json[(end + 1)..];
        }
        _writer.WriteRawValue(_scratch.WrittenSpan, skipInputValidation: true);
    }

    void WriteLate(Enrichment.Value enrichment)
    {
        _scratch.ResetWrittenCount();
        _scratchWriter.Reset(_scratch);
        enrichment.Write(_scratchWriter);
        _scratchWriter.Flush();
        var json = _scratch.WrittenSpan;
        if (json is not [(byte)'{', .., (byte)'}'])
            throw new InvalidOperationException("An enrichment must be a JSON object.");
        var isEmpty = json.Length == 2;
        _scratch.ResetWrittenCount();
        var length = json.Length - 1; // Without the closing brace; the bytes stay where they are.
        _scratch.Advance(length);
        _scratch.Write(isEmpty ? "\"late\":true}"u8 : ",\"late\":true}"u8);
        _writer.WriteRawValue(_scratch.WrittenSpan, skipInputValidation: true);
    }
}
