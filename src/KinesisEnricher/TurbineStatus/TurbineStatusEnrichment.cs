using System.Text.Json.Serialization;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.TurbineStatus;

/// <summary>What is added to a turbine event.</summary>
sealed record TurbineStatusEnrichment : IReadable
{
    public required string AssetId { get; init; }
    public required string TurbineType { get; init; }

    /// <summary>One of <see cref="TurbineStatusCodes"/>.</summary>
    public required string StatusCode { get; init; }

    /// <summary>The code in words.</summary>
    public required string StatusText { get; init; }

    /// <summary>The code before, where it was another one; absent from a late event, which changes nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StatusChangedFrom { get; init; }

    public string ToLine()
    {
        var line = $"{AssetId} · {StatusText}";
        return StatusChangedFrom is { } before ? $"{line} · was {TurbineStatusCodes.MeaningOf(before)}" : line;
    }
}
