using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Local.Administration;

/// <summary>A state item as JSON: <c>{"key","rev","version","marks":[{"source","position"}],"fields":{…}}</c>.</summary>
static class StateJson
{
    public static string Of(StateItem item, bool indented)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("key", item.Key);
            writer.WriteNumber("rev", item.Rev);
            writer.WriteNumber("version", item.Version);
            writer.WriteStartArray("marks");
            foreach (var mark in item.Marks.Entries)
            {
                writer.WriteStartObject();
                writer.WriteString("source", mark.Source);
                writer.WriteString("position", mark.Position.ToString());
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WritePropertyName("fields");
            using var fields = JsonDocument.Parse(item.Fields);
            fields.RootElement.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
