using System.Text.Json.Serialization;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Operata;

/// <summary>What is added to every Operata event.</summary>
/// <param name="e">The event, for people to see.</param>
/// <param name="friendlyType">See <see cref="FriendlyType"/>.</param>
abstract class OperataEnrichment(OperataEvent e, string? friendlyType) : IReadable
{
    /// <summary>The event type as people call it; that of an unknown type is the type itself, and null where that is no text.</summary>
    [JsonPropertyOrder(-1)]
    public string? FriendlyType => friendlyType;

    public abstract string ToLine();

    public string ToBlock()
    {
        var block = new OperataBlock();
        block.Begin(e, friendlyType);
        WriteDetails(block);
        return block.End();
    }

    /// <summary>Writes what the event's type alone has.</summary>
    protected abstract void WriteDetails(OperataBlock block);
}
