using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KinesisEnricher.Operata;

/// <summary>What is added to an event of a type that Operata did not have yet: the type as it is. People see the whole event.</summary>
/// <param name="e">The envelope.</param>
/// <param name="payload">The event as received; a copy, for it is read long after.</param>
sealed class UnknownTypeEnrichment(OperataEvent e, byte[] payload) : OperataEnrichment(e, e.DetailType.Text)
{
    static readonly JsonWriterOptions Pretty = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ToLine() => "type unknown";

    protected override void WriteDetails(OperataBlock block) => block.Line(Prettify());

    string Prettify()
    {
        try
        {
            var pretty = new ArrayBufferWriter<byte>(2 * payload.Length);
            using (var json = JsonDocument.Parse(payload))
            using (var writer = new Utf8JsonWriter(pretty, Pretty))
                json.WriteTo(writer);
            return Encoding.UTF8.GetString(pretty.WrittenSpan);
        }
        catch (InvalidOperationException) // A text with an escape of half a character is valid JSON, but no writer takes it.
        {
            return Encoding.UTF8.GetString(payload);
        }
    }
}
