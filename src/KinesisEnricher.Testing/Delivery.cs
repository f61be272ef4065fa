using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Testing;

/// <summary>What became of one event that a <see cref="StrategyHarness"/> was given.</summary>
public sealed class Delivery
{
    /// <summary>The event; deliver it again for a redelivery.</summary>
    public required KinesisEventBuilder Event { get; init; }

    public required BatchResult Result { get; init; }

    /// <summary>The events put out, in order.</summary>
    public required IReadOnlyList<OutputEvent> Outputs { get; init; }

    /// <summary>The records that went to quarantine and were not there yet.</summary>
    public required IReadOnlyList<QuarantinedRecord> Quarantined { get; init; }

    /// <summary>One per user record, in event order.</summary>
    public IReadOnlyList<Outcome> Outcomes => [.. Result.Outcomes.Select(record => record.Outcome)];

    /// <summary>The reason of each outcome, in event order; null for an ordinary enriched record.</summary>
    public IReadOnlyList<string?> Reasons => [.. Result.Outcomes.Select(record => record.Reason)];

    /// <summary>The number that the answer names, or null.</summary>
    public string? Checkpoint => Result.Checkpoint is { } number ? number.ToString() : null;

    /// <summary>The CloudEvents put out, in order.</summary>
    public IReadOnlyList<JsonElement> Events => [.. Outputs.Select(output => Parse(output.Json))];

    /// <summary>The <c>enrichment</c> of each event put out, in order.</summary>
    public IReadOnlyList<JsonElement> Enrichments => [.. Events.Select(e => e.GetProperty("data").GetProperty("enrichment"))];

    /// <summary>Each event put out as a line for people, in order; null where its enrichment has none.</summary>
    public IReadOnlyList<string?> Lines => [.. Outputs.Select(output => (output.Enrichment as IReadable)?.ToLine())];

    /// <summary>Each event put out as a block for people, in order; null where its enrichment has none.</summary>
    public IReadOnlyList<string?> Blocks => [.. Outputs.Select(output => (output.Enrichment as IReadable)?.ToBlock())];

    internal static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
