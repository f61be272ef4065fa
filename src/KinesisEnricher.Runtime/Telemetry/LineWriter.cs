using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>
/// Writes JSON objects, a line each, in one piece. Safe for concurrent use. A stream that takes nothing any more loses lines and does no other harm: telemetry is
/// never the reason that a record fails.
/// </summary>
public sealed class LineWriter(Stream output)
{
    // The relaxed encoder leaves letters of all languages as they are; line breaks and quotes are escaped all the same.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly Lock _gate = new();
    readonly ArrayBufferWriter<byte> _line = new(1024);
    Utf8JsonWriter? _json;

    /// <param name="state">Handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes the members of the object.</param>
    public void Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        lock (_gate)
        {
            _line.ResetWrittenCount();
            _json ??= new Utf8JsonWriter(_line, Options);
            _json.Reset();
            _json.WriteStartObject();
            write(_json, state);
            _json.WriteEndObject();
            _json.Flush();
            _line.Write("\n"u8);
            try
            {
                output.Write(_line.WrittenSpan);
                output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads any more, and there is nowhere else to say so.
            }
        }
    }
}
