using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KinesisEnricher.Local.Running;

namespace KinesisEnricher.Local.Rendering;

/// <summary>One JSON document a line for each event, for programs.</summary>
sealed class JsonReport(TextWriter output) : IReport
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin(DeploymentSummary deployment) { }

    public void Add(EventReport report)
    {
        using var document = new MemoryStream();
        using (var writer = new Utf8JsonWriter(document, Options))
            Write(writer, report);
        output.Write(Encoding.UTF8.GetString(document.GetBuffer().AsSpan(0, (int)document.Length)));
        output.Write('\n');
        output.Flush();
    }

    public void End(Totals totals, TimeSpan elapsed) { }

    static void Write(Utf8JsonWriter writer, EventReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("file"u8, report.Name);
        writer.WriteStartArray("outcomes"u8);
        foreach (var line in report.Outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("sequenceNumber"u8, line.SequenceNumber);
            writer.WriteNumber("subSequence"u8, line.SubSequence);
            writer.WriteString("partitionKey"u8, line.PartitionKey);
            writer.WriteString("type"u8, line.Type);
            writer.WriteString("outcome"u8, line.Outcome.ToString());
            writer.WriteString("reason"u8, line.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("events"u8);
        foreach (var output in report.Events)
            writer.WriteRawValue(output.Json.Span, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WritePropertyName("response"u8);
        writer.WriteRawValue(report.Response.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
