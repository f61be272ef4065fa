using System.Text.Json;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.TurbineStatus;

/// <summary>What is added to a turbine event.</summary>
sealed class TurbineStatusEnrichment(bool late) : Enrichment.Value(late), IReadable
{
    public required string AssetId { get; init; }
    public required string TurbineType { get; init; }

    /// <summary>One of <see cref="TurbineStatusCodes"/>.</summary>
    public required string StatusCode { get; init; }

    /// <summary>The code in words.</summary>
    public required string StatusText { get; init; }

    /// <summary>The code before, where it was another one; absent from a late event, which changes nothing.</summary>
    public string? StatusChangedFrom { get; init; }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("asset_id"u8, AssetId);
        writer.WriteString("turbine_type"u8, TurbineType);
        writer.WriteString("status_code"u8, StatusCode);
        writer.WriteString("status_text"u8, StatusText);
        if (StatusChangedFrom is not null)
            writer.WriteString("status_changed_from"u8, StatusChangedFrom);
        writer.WriteEndObject();
    }

    public string ToLine()
    {
        var line = $"{AssetId} · {StatusText}";
        return StatusChangedFrom is { } before ? $"{line} · was {TurbineStatusCodes.MeaningOf(before)}" : line;
    }
}
