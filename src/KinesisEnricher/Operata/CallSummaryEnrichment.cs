using System.Text.Json.Serialization;

namespace KinesisEnricher.Operata;

/// <summary>What is added to a call's summary. A label whose measurement is not known is null.</summary>
sealed record CallSummaryEnrichment : OperataEnrichment
{
    public required string? MosLabel { get; init; }
    public required string? InboundLossLabel { get; init; }
    public required string? OutboundLossLabel { get; init; }
    public required string? DurationLabel { get; init; }

    /// <summary>Excellent, Good or Issues detected.</summary>
    public string? OverallQuality => Quality is { } quality ? OperataLabels.TextOf(quality) : null;

    /// <summary>The alert thresholds that the call passed, from <see cref="CallFlags"/>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    [JsonIgnore]
    public required CallQuality? Quality { get; init; }

    [JsonIgnore]
    public required CallSummaryDetail Call { get; init; }

    public static CallSummaryEnrichment Of(OperataEvent e, CallSummaryDetail call)
    {
        var metrics = call.WebRtcSession?.Metrics;
        var mos = OperataLabels.OfMos(metrics?.Mos?.Avg);
        var inbound = OperataLabels.OfPacketLoss(metrics?.Inbound?.PacketsLostPercentage);
        var outbound = OperataLabels.OfPacketLoss(metrics?.Outbound?.PacketsLostPercentage);
        return new CallSummaryEnrichment
        {
            FriendlyType = "Call Summary",
            Event = e,
            Call = call,
            MosLabel = mos is { } heard ? OperataLabels.TextOf(heard) : null,
            InboundLossLabel = inbound is { } lostIn ? OperataLabels.TextOf(lostIn) : null,
            OutboundLossLabel = outbound is { } lostOut ? OperataLabels.TextOf(lostOut) : null,
            DurationLabel = OperataLabels.OfDuration(call.ServiceAgent?.Interaction?.TotalDurationSec) is { } length ? OperataLabels.TextOf(length) : null,
            Quality = OperataLabels.Overall(mos, inbound, outbound),
            Flags = CallFlags.Of(call),
        };
    }

    public override string ToLine()
    {
        var parts = new List<string>(4) { OverallQuality ?? "quality unknown" };
        if (OperataBlock.With(Call.WebRtcSession?.Metrics?.Mos?.Avg, "F2") is { } mos)
            parts.Add($"MOS {mos}");
        if (DurationLabel is not null)
            parts.Add(DurationLabel);
        if (Flags.Count > 0)
            parts.Add(string.Join(' ', Flags));
        return string.Join(" · ", parts);
    }

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Call Summary Details:");
        block.Field("  Direction", Call.Contact?.Direction);
        block.Field("  Ended By", Call.Contact?.EndedBy);
        block.Field("  Queue", Call.Contact?.QueueName);
        block.Field("  Caller ID", Call.Contact?.CallerId);
        if (Call.ServiceAgent is { FriendlyName: { Length: > 0 } name } agent)
            block.Field("  Agent", OperataBlock.Labelled(name, agent.Username));

        var interaction = Call.ServiceAgent?.Interaction;
        block.Field("  Duration", OperataBlock.Labelled(OperataBlock.Seconds(interaction?.TotalDurationSec), DurationLabel));
        block.Field("  Talk Time", OperataBlock.Seconds(interaction?.TalkingDurationSec));
        if (Measured.Of(interaction?.OnHoldDurationSec) > 0)
            block.Field("  Hold Time", OperataBlock.Seconds(interaction?.OnHoldDurationSec));

        var metrics = Call.WebRtcSession?.Metrics;
        block.Line("  Audio Quality:");
        block.Field("    Inbound Packet Loss", OperataBlock.Labelled(OperataBlock.Percent(metrics?.Inbound?.PacketsLostPercentage, 2), InboundLossLabel));
        block.Field("    Outbound Packet Loss", OperataBlock.Labelled(OperataBlock.Percent(metrics?.Outbound?.PacketsLostPercentage, 2), OutboundLossLabel));
        block.Field("    MOS Score", OperataBlock.Labelled(OperataBlock.With(metrics?.Mos?.Avg, "F2"), MosLabel));
        block.Field($"  {SignOf(Quality)}Overall Quality", OverallQuality);
    }

    static string SignOf(CallQuality? quality) => quality switch
    {
        null => "",
        CallQuality.IssuesDetected => "⚠️ ",
        _ => "✅ ",
    };
}
