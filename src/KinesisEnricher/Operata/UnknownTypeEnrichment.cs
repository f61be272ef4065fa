using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Operata;

/// <summary>What is added to an event of a type that Operata did not have yet: the type as it is. People see the whole event.</summary>
sealed record UnknownTypeEnrichment : OperataEnrichment
{
    static readonly JsonWriterOptions Pretty = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event as received; a copy, for it is read long after.</summary>
    [JsonIgnore]
    public required byte[] Payload { get; init; }

    public static UnknownTypeEnrichment Of(OperataEvent e, ReadOnlyMemory<byte> payload) =>
        new() { FriendlyType = e.DetailType.Text, Event = e, Payload = payload.ToArray() };

    public override string ToLine() => "type unknown";

    protected override void WriteDetails(OperataBlock block)
    {
        var pretty = new ArrayBufferWriter<byte>(2 * Payload.Length);
        using (var json = JsonDocument.Parse(Payload))
        using (var writer = new Utf8JsonWriter(pretty, Pretty))
            json.WriteTo(writer);
        block.Line(Encoding.UTF8.GetString(pretty.WrittenSpan));
    }
}
