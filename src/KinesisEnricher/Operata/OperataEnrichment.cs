using System.Text.Json.Serialization;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Operata;

/// <summary>What is added to every Operata event.</summary>
abstract record OperataEnrichment : IReadable
{
    /// <summary>The event type as people call it; that of an unknown type is the type itself.</summary>
    [JsonPropertyOrder(-1)]
    public required string? FriendlyType { get; init; }

    [JsonIgnore]
    public required OperataEvent Event { get; init; }

    public abstract string ToLine();

    public string ToBlock()
    {
        var block = new OperataBlock();
        block.Begin(Event, FriendlyType);
        WriteDetails(block);
        return block.End();
    }

    /// <summary>Writes what the event's type alone has.</summary>
    protected abstract void WriteDetails(OperataBlock block);
}
