using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KinesisEnricher.Local.Running;

/// <summary>What Lambda answers when the function throws: <c>{"errorType","errorMessage"}</c>.</summary>
static class ErrorResponse
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, Exception error)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("errorType"u8, error.GetType().Name);
        writer.WriteString("errorMessage"u8, error.Message);
        writer.WriteEndObject();
    }
}
