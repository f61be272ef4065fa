using System.Buffers;
using System.Text.Json;

namespace KinesisEnricher.Hosting;

/// <summary>The line of JSON that a function logs when it has started: what runs, and what its deployment may not have meant.</summary>
static class StartUpLine
{
    public static byte[] Of(Enricher enricher)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line))
        {
            var options = enricher.Options;
            writer.WriteStartObject();
            writer.WriteString("level"u8, enricher.Warnings.Count == 0 ? "INFO"u8 : "WARN"u8);
            writer.WriteString("message"u8, "started"u8);
            writer.WriteString("version"u8, options.AppVersion ?? Build.Version);
            if (options.Stage is not null)
                writer.WriteString("stage"u8, options.Stage);
            writer.WriteString("packageSet"u8, Build.PackageSet);
            writer.WriteString("state"u8, options.EnableDynamoDb ? options.TableName : "memory");
            writer.WriteString("output"u8, options.Output switch
            {
                OutputKind.Console => "console"u8,
                OutputKind.Kinesis => "kinesis"u8,
                OutputKind.S3 => "s3"u8,
                _ => "none"u8,
            });
            WriteList(writer, "strategies"u8, enricher.Strategies.Families);
            WriteList(writer, "warnings"u8, enricher.Warnings);
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
