using System.Text.Json;
using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

/// <summary>
/// An EventBridge envelope. Anything may stand in it, because every envelope comes here, Operata's or not; <c>detail</c> is read only for a known type.
/// </summary>
sealed record OperataEvent
{
    const string PartnerSource = "aws.partner/operata.com/";

    public WireValue Id { get; set; } = WireValue.Absent;

    [JsonPropertyName("detail-type")]
    public WireValue DetailType { get; set; } = WireValue.Absent;

    public WireValue Source { get; set; } = WireValue.Absent;
    public WireValue Account { get; set; } = WireValue.Absent;

    /// <summary>RFC 3339.</summary>
    public WireValue Time { get; set; } = WireValue.Absent;

    public WireValue Region { get; set; } = WireValue.Absent;
    public JsonElement Detail { get; init; }

    /// <summary>The detail, read; null for an unknown type and for an event that is not Operata's.</summary>
    [JsonIgnore]
    public OperataDetail? Content { get; init; }

    /// <summary>True when the source is one of Operata's partner event sources.</summary>
    [JsonIgnore]
    public bool IsOperatas =>
        Source is { IsText: true, Text: { } source } && source.Length > PartnerSource.Length && source.StartsWith(PartnerSource, StringComparison.Ordinal);
}
