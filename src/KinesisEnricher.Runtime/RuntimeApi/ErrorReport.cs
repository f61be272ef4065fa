using System.Buffers;
using System.Text.Json;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>An exception as the Runtime API wants it: <c>{"errorType","errorMessage","stackTrace":[…]}</c>.</summary>
static class ErrorReport
{
    public static void Write(IBufferWriter<byte> output, Exception exception)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("errorType"u8, exception.GetType().Name);
        writer.WriteString("errorMessage"u8, exception.Message);
        writer.WriteStartArray("stackTrace"u8);
        WriteFrames(writer, exception);
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            writer.WriteStringValue($"caused by {cause.GetType().Name}: {cause.Message}");
            WriteFrames(writer, cause);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteFrames(Utf8JsonWriter writer, Exception exception)
    {
        foreach (var frame in (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            writer.WriteStringValue(frame);
    }
}
