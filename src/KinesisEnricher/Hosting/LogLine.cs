using System.Buffers;
using System.Text.Json;

namespace KinesisEnricher.Hosting;

/// <summary>A line of JSON for the function's log.</summary>
static class LogLine
{
    public static byte[] Warning(string message)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("level"u8, "WARN"u8);
            writer.WriteString("message"u8, message);
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }
}
